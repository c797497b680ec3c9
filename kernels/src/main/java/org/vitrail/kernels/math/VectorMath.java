package org.vitrail.kernels.math;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Functions of a vector of {@link Simd#FLOATS}, the same bits in the interpreter, compiled, and on every machine. */
public final class VectorMath {
  private static final float LOG2_E = 1.44269504f;
  /** ln 2 in two parts: the sum is exact to 2⁻⁴⁸. */
  private static final float LN2_HIGH = 0.693147182f;
  private static final float LN2_LOW = -1.90465421e-9f;
  /** Added to a small t it leaves round(t) + 126 in the low bits: the exponent field of 2^(round(t) − 1). */
  private static final float ROUND_TO_EXPONENT = 0x1.8p23f + 126;
  private static final float EXP_UNDERFLOW = -86.98f;
  private static final float EXP_OVERFLOW = 88.72283f;

  private static final VectorShuffle<Float> ROTATE_8 = VectorShuffle.iota(Simd.FLOATS, 8, 1, true);
  private static final VectorShuffle<Float> ROTATE_4 = VectorShuffle.iota(Simd.FLOATS, 4, 1, true);
  private static final VectorShuffle<Float> ROTATE_2 = VectorShuffle.iota(Simd.FLOATS, 2, 1, true);

  private VectorMath() {}

  /**
   * {@code e^x} to 1 ulp; 0 below −86.98, where float results begin to lose bits.
   *
   * <p>With {@code n = round(x / ln 2)} and {@code r = x − n·ln 2}, {@code |r| ≤ ½ ln 2}:
   * {@code e^x = 2^(n−1) · 2e^r}, and 2e^r is a polynomial (least relative error 3e-9, Cody and Waite 1980). The factor
   * 2 keeps {@code 2^(n−1)} a float up to the largest result.
   */
  public static FloatVector exp(FloatVector x) {
    var shifted = x.fma(all(LOG2_E), all(ROUND_TO_EXPONENT));
    var n = shifted.sub(ROUND_TO_EXPONENT);
    var r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), x));
    var p = all(2.7629167e-3f);
    p = p.fma(r, all(1.6737448e-2f));
    p = p.fma(r, all(8.333678e-2f));
    p = p.fma(r, all(3.3333042e-1f));
    p = p.fma(r, all(9.999999e-1f));
    p = p.fma(r, all(2));
    p = p.fma(r, all(2));
    var power = shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
    return p.mul(power)
        .blend(0, x.compare(LT, EXP_UNDERFLOW))
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, EXP_OVERFLOW));
  }

  /**
   * The sum of all lanes, halves added to halves. (The order of {@code reduceLanes(ADD)} is not specified: it may give
   * other bits once its caller is compiled.)
   */
  public static float sum(FloatVector x) {
    if (Simd.LANES == 16) x = x.add(x.rearrange(ROTATE_8));
    if (Simd.LANES >= 8) x = x.add(x.rearrange(ROTATE_4));
    x = x.add(x.rearrange(ROTATE_2));
    return x.lane(0) + x.lane(1);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(Simd.FLOATS, value);
  }
}
