package org.vitrail.kernels.weights;

import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;

import jdk.incubator.vector.FloatVector;

/** The lanes of a vector, added in an order of our own: {@code reduceLanes} has another one once it is compiled. */
final class Lanes {
  private Lanes() {}

  static float sum(FloatVector v) {
    var s = v;
    if (LANES == 16) s = s.add(s.rearrange(ROTATE_8));
    if (LANES >= 8) s = s.add(s.rearrange(ROTATE_4));
    s = s.add(s.rearrange(ROTATE_2));
    return s.lane(0) + s.lane(1);
  }
}
