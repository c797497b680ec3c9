package org.vitrail.kernels.math;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.vitrail.kernels.math.Simd.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Functions of a vector of {@link Simd#FLOATS} in correctly rounded operations only: the same bits in the
 * interpreter, compiled, and on every machine.
 *
 * <p>Constants are broadcast by the vector class itself and results stored by it: deep in a long kernel the compiler
 * inlines no helper of ours any more, and a vector that crosses a call goes through memory.
 */
public final class VectorMath {
  static final float LOG2_E = 1.44269504f;
  /** ln 2 in two parts: the sum is exact to 2⁻⁴⁸. */
  static final float LN2_HIGH = 0.693147182f;
  static final float LN2_LOW = -1.90465421e-9f;
  /** Added to a small t it leaves round(t) + 126 in the low bits: the exponent field of 2^(round(t) − 1). */
  static final float ROUND_TO_EXPONENT = 0x1.8p23f + 126;
  static final float EXP_UNDERFLOW = -86.98f;
  /** Coefficients of {@code 2e^r}, |r| ≤ ½ ln 2, of the powers 2 to 6: least relative error 3e-9 (Cody and Waite 1980). */
  static final float EXP_2 = 9.999999e-1f;
  static final float EXP_3 = 3.3333042e-1f;
  static final float EXP_4 = 8.333678e-2f;
  static final float EXP_5 = 1.6737448e-2f;
  static final float EXP_6 = 2.7629167e-3f;
  private static final float EXP_OVERFLOW = 88.72283f;
  private static final float EXPM1_IS_MINUS_ONE = -18;
  /** Added to a small integer t it rounds; with the bits of t instead it makes t a float. */
  private static final float ROUND = 0x1.8p23f;
  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
  private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710678f);
  private static final float SQRT_EIGHTH = 0.35355339f;
  private static final float SQRT_2_MINUS_1 = 0.41421356f;

  /**
   * Move every lane by so many: a vector plus its rotations by 8, 4, 2 and 1 has the sum of all lanes in each. (The
   * order of {@code reduceLanes(ADD)} is not specified: it may give other bits once its caller is compiled.)
   */
  public static final VectorShuffle<Float> ROTATE_8 = VectorShuffle.iota(Simd.FLOATS, 8, 1, true);
  public static final VectorShuffle<Float> ROTATE_4 = VectorShuffle.iota(Simd.FLOATS, 4, 1, true);
  public static final VectorShuffle<Float> ROTATE_2 = VectorShuffle.iota(Simd.FLOATS, 2, 1, true);

  /** Interleave the low or the high halves of two vectors. */
  public static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(FLOATS, 0);
  public static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(FLOATS, 1);

  private VectorMath() {}

  /**
   * {@code e^x} to 1 ulp; 0 below −86.98, where float results begin to lose bits.
   *
   * <p>With {@code n = round(x / ln 2)} and {@code r = x − n·ln 2}, {@code |r| ≤ ½ ln 2}:
   * {@code e^x = 2^(n−1) · 2e^r}, and 2e^r is a polynomial. The factor 2 keeps {@code 2^(n−1)} a float up to the largest
   * result.
   */
  public static FloatVector exp(FloatVector x) {
    var shifted = x.fma(broadcast(FLOATS, LOG2_E), broadcast(FLOATS, ROUND_TO_EXPONENT));
    var n = shifted.sub(ROUND_TO_EXPONENT);
    var r = n.fma(broadcast(FLOATS, -LN2_LOW), n.fma(broadcast(FLOATS, -LN2_HIGH), x));
    var p = broadcast(FLOATS, EXP_6);
    p = p.fma(r, broadcast(FLOATS, EXP_5));
    p = p.fma(r, broadcast(FLOATS, EXP_4));
    p = p.fma(r, broadcast(FLOATS, EXP_3));
    p = p.fma(r, broadcast(FLOATS, EXP_2));
    p = p.fma(r, broadcast(FLOATS, 2));
    p = p.fma(r, broadcast(FLOATS, 2));
    var power = shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
    return p.mul(power)
        .blend(0, x.compare(LT, EXP_UNDERFLOW))
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, EXP_OVERFLOW));
  }

  /**
   * {@code e^x − 1}, exact to 2 ulp also where it is small. With n and r as in {@link #exp}:
   * {@code 2^n·(e^r − 1) + (2^n − 1)}, computed as twice its half so that no power overflows.
   */
  public static FloatVector expm1(FloatVector x) {
    var shifted = x.fma(broadcast(FLOATS, LOG2_E), broadcast(FLOATS, ROUND_TO_EXPONENT));
    var n = shifted.sub(ROUND_TO_EXPONENT);
    var r = n.fma(broadcast(FLOATS, -LN2_LOW), n.fma(broadcast(FLOATS, -LN2_HIGH), x));
    var p = broadcast(FLOATS, 1.3882511e-3f);
    p = p.fma(r, broadcast(FLOATS, 8.36658e-3f));
    p = p.fma(r, broadcast(FLOATS, 4.16672e-2f));
    p = p.fma(r, broadcast(FLOATS, 1.6666543e-1f));
    p = p.fma(r, broadcast(FLOATS, 0.49999997f));
    p = p.fma(r.mul(r), r);
    var half = shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
    return p.fma(half, half.sub(0.5f)).mul(2)
        .blend(-1, x.compare(LT, EXPM1_IS_MINUS_ONE))
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, EXP_OVERFLOW));
  }

  /**
   * {@code log x} to 2 ulp. With {@code x = 2^n·(1 + f)}, {@code √½ ≤ 1 + f < √2}:
   * {@code log x = n·ln 2 + f − f²/2 + f³·P(f)}.
   */
  public static FloatVector log(FloatVector x) {
    var tiny = x.compare(LT, Float.MIN_NORMAL);
    var bits = x.blend(x.mul(0x1p23f), tiny).reinterpretAsInts();
    var exponent = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, 23);
    var f = bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
    var n = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
    n = n.blend(n.sub(23), tiny);
    return n.fma(broadcast(FLOATS, LN2_HIGH), n.fma(broadcast(FLOATS, LN2_LOW), log1pPolynomial(f)))
        .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0))
        .blend(Float.NaN, x.compare(LT, 0))
        .blend(x, x.compare(LT, Float.POSITIVE_INFINITY).not());
  }

  /** {@code log(1 + x)}: log of the rounded sum u, and {@code (x − (u − 1))/u} for what the rounding lost. */
  public static FloatVector log1p(FloatVector x) {
    var u = x.add(1);
    var lost = x.sub(u.sub(1)).div(u);
    return log(u).add(lost, u.compare(GT, 0).and(u.compare(LT, Float.POSITIVE_INFINITY)));
  }

  /** {@code log(1 + t)} for 0 ≤ t ≤ 1. */
  public static FloatVector log1pOfUnit(FloatVector t) {
    var high = t.compare(GT, SQRT_2_MINUS_1);
    var f = t.blend(t.sub(1).mul(0.5f), high);
    var p = log1pPolynomial(f);
    return p.blend(p.add(LN2_HIGH), high);
  }

  /** {@code log(1 + f)} for √½ ≤ 1 + f ≤ √2; least relative error 6e-9. */
  private static FloatVector log1pPolynomial(FloatVector f) {
    var p = broadcast(FLOATS, -7.634501e-2f);
    p = p.fma(f, broadcast(FLOATS, 1.2761576e-1f));
    p = p.fma(f, broadcast(FLOATS, -1.316018e-1f));
    p = p.fma(f, broadcast(FLOATS, 1.4201757e-1f));
    p = p.fma(f, broadcast(FLOATS, -1.6623357e-1f));
    p = p.fma(f, broadcast(FLOATS, 2.0001227e-1f));
    p = p.fma(f, broadcast(FLOATS, -2.500082e-1f));
    p = p.fma(f, broadcast(FLOATS, 3.333333e-1f));
    var square = f.mul(f);
    return p.mul(f).sub(0.5f).fma(square, f);
  }

  /** {@code tanh x = −q/(q + 2)} with {@code q = e^(−2x) − 1}, x ≥ 0; the sign of x is put back at the end. */
  public static FloatVector tanh(FloatVector x) {
    var q = expm1(x.abs().mul(-2));
    var sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return q.div(broadcast(FLOATS, -2).sub(q)).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /** {@code σ(x) = 1/(1 + e^−x)}. */
  public static FloatVector sigmoid(FloatVector x) {
    return broadcast(FLOATS, 1).div(exp(x.neg()).add(1));
  }

  /**
   * {@code e^(−x²/2)}, 0 below the smallest normal float. As {@link #exp} with {@code r = x² + n·2 ln 2}, the factor −½
   * in the polynomial; ln 2 in one part is as exact as the rounded square.
   */
  public static FloatVector bell(FloatVector x) {
    var square = x.mul(x);
    var shifted = square.fma(broadcast(FLOATS, -0.5f * LOG2_E), broadcast(FLOATS, ROUND_TO_EXPONENT));
    var n = shifted.sub(ROUND_TO_EXPONENT);
    var r = n.fma(broadcast(FLOATS, 2 * LN2_HIGH), square);
    var p = broadcast(FLOATS, EXP_6 / 64);
    p = p.fma(r, broadcast(FLOATS, -EXP_5 / 32));
    p = p.fma(r, broadcast(FLOATS, EXP_4 / 16));
    p = p.fma(r, broadcast(FLOATS, -EXP_3 / 8));
    p = p.fma(r, broadcast(FLOATS, EXP_2 / 4));
    p = p.fma(r, broadcast(FLOATS, -1));
    p = p.fma(r, broadcast(FLOATS, 2));
    var power = shifted.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
    return p.mul(power).blend(0, square.compare(GT, -2 * EXP_UNDERFLOW));
  }

  /** Φ(x), the probability that a standard normal value is below x, when {@code bell = e^(−x²/2)}. */
  public static FloatVector normalCdf(FloatVector x, FloatVector bell) {
    var tail = erfcOverBell(x.abs().mul(SQRT_EIGHTH)).mul(0.5f).mul(bell);
    return broadcast(FLOATS, 1).sub(tail).blend(tail, x.compare(LT, 0));
  }

  /** {@code erf x = 2/√π·∫₀ˣ e^(−t²) dt}: an odd polynomial up to 1, then the complement of erfc. */
  public static FloatVector erf(FloatVector x) {
    var y = x.mul(x);
    var p = broadcast(FLOATS, 7.853864e-5f);
    p = p.fma(y, broadcast(FLOATS, -8.0101943e-4f));
    p = p.fma(y, broadcast(FLOATS, 5.1883277e-3f));
    p = p.fma(y, broadcast(FLOATS, -2.6853813e-2f));
    p = p.fma(y, broadcast(FLOATS, 1.1283585e-1f));
    p = p.fma(y, broadcast(FLOATS, -3.7612626e-1f));
    p = p.fma(y, broadcast(FLOATS, 1.1283791f));
    var sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    var far = broadcast(FLOATS, 1).sub(erfcOverBell(x.abs().mul(0.5f)).mul(exp(y.neg())));
    return p.mul(x).blend(far.reinterpretAsInts().or(sign).reinterpretAsFloats(), x.abs().compare(GT, 1));
  }

  /**
   * {@code e^(z²)·erfc(z)} of ½z ≥ 0, relative error 2e-7 up to z = 10: with {@code u = ½z/(1 + ½z)} the product
   * {@code (1 − u)·P(u)}, in the manner of Hastings 1955.
   */
  private static FloatVector erfcOverBell(FloatVector half) {
    var t = broadcast(FLOATS, 1).div(half.add(1));
    var u = half.mul(t).blend(1, half.compare(EQ, Float.POSITIVE_INFINITY));
    var p = broadcast(FLOATS, -0.05906892f);
    p = p.fma(u, broadcast(FLOATS, 0.18797657f));
    p = p.fma(u, broadcast(FLOATS, -0.14910585f));
    p = p.fma(u, broadcast(FLOATS, -0.023080368f));
    p = p.fma(u, broadcast(FLOATS, -0.11899178f));
    p = p.fma(u, broadcast(FLOATS, 0.21488021f));
    p = p.fma(u, broadcast(FLOATS, 0.48622686f));
    p = p.fma(u, broadcast(FLOATS, -1.2567502f));
    p = p.fma(u, broadcast(FLOATS, 0.99999994f));
    return p.mul(t);
  }
}
