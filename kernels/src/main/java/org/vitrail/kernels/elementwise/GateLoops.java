package org.vitrail.kernels.elementwise;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/** A function or its derivative, then a product, while the run is in the first cache. */
final class GateLoops {
  private GateLoops() {}

  /** {@code z = f(x; a, b) · y}. */
  static Loop of(Unary f, double a, double b) {
    var loop = UnaryLoops.of(f, a, b);
    return t -> {
      loop.run(t);
      for (int k = 0; k < t.n; k += LANES) z(t, k).mul(t.y(k)).intoArray(t.z, t.at + k);
    };
  }

  /** {@code z = y · w · f′(x; a, b)}. */
  static Loop gradient(Unary f, double a, double b) {
    var loop = GradientLoops.of(f, 1, a, b);
    return t -> {
      loop.run(t);
      for (int k = 0; k < t.n; k += LANES) z(t, k).mul(t.w(k)).intoArray(t.z, t.at + k);
    };
  }

  private static FloatVector z(Tile t, int k) {
    return FloatVector.fromArray(FLOATS, t.z, t.at + k);
  }
}
