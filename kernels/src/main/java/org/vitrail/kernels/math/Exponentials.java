package org.vitrail.kernels.math;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** The exponentials of a run of floats, as softmax takes them. */
public final class Exponentials {
  private Exponentials() {}

  /**
   * {@code e = exp(x − shift)} for x ≤ shift; returns the sum. The same bits as {@link VectorMath#exp}, which is written
   * out here: late in a long kernel the compiler inlines no helper any more, and would make an object of every result.
   *
   * @param e work space for {@code n} elements and two vectors
   */
  public static float exp(float[] x, int xAt, float shift, float[] e, int n) {
    int length = loopBound(n + LANES - 1);
    if (length > n) {
      System.arraycopy(x, xAt, e, 0, n);
      Arrays.fill(e, n, length, Float.NEGATIVE_INFINITY);
      x = e;
      xAt = 0;
    }
    var sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < length; i += LANES) {
      var v = FloatVector.fromArray(FLOATS, x, xAt + i).sub(shift);
      var shifted = v.fma(broadcast(FLOATS, VectorMath.LOG2_E), broadcast(FLOATS, VectorMath.ROUND_TO_EXPONENT));
      var k = shifted.sub(VectorMath.ROUND_TO_EXPONENT);
      var r = k.fma(broadcast(FLOATS, -VectorMath.LN2_LOW), k.fma(broadcast(FLOATS, -VectorMath.LN2_HIGH), v));
      var p = broadcast(FLOATS, VectorMath.EXP_6);
      p = p.fma(r, broadcast(FLOATS, VectorMath.EXP_5));
      p = p.fma(r, broadcast(FLOATS, VectorMath.EXP_4));
      p = p.fma(r, broadcast(FLOATS, VectorMath.EXP_3));
      p = p.fma(r, broadcast(FLOATS, VectorMath.EXP_2));
      p = p.fma(r, broadcast(FLOATS, 2));
      p = p.fma(r, broadcast(FLOATS, 2));
      p = p.mul(shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats())
          .blend(0, v.compare(LT, VectorMath.EXP_UNDERFLOW));
      p.intoArray(e, i);
      sum = sum.add(p);
    }
    sum.intoArray(e, length);
    return Runs.sumOfLanes(e, length);
  }
}
