package org.vitrail.kernels.elementwise;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.VectorMath.bell;
import static org.vitrail.kernels.math.VectorMath.exp;
import static org.vitrail.kernels.math.VectorMath.expm1;
import static org.vitrail.kernels.math.VectorMath.log1pOfUnit;
import static org.vitrail.kernels.math.VectorMath.normalCdf;
import static org.vitrail.kernels.math.VectorMath.tanh;

import jdk.incubator.vector.FloatVector;

/**
 * The activations of {@link Unary} and their derivatives f′ (…1) and f″ (…2) on vectors. Exponentials are taken of
 * negative numbers wherever a large one would spoil the result.
 */
final class Activations {
  private static final float INV_SQRT_2PI = 0.39894228f;
  private static final float SQRT_2_OVER_PI = 0.79788456f;
  private static final float CUBIC = 0.044715f;
  /** Where the curved part of every activation is over, in float. */
  private static final float FLAT = 30;

  private Activations() {}

  static FloatVector affine(FloatVector x, float a, float b) {
    return x.fma(broadcast(FLOATS, a), broadcast(FLOATS, b));
  }

  static FloatVector reciprocal(FloatVector x) {
    return broadcast(FLOATS, 1).div(x);
  }

  /** {@code σ′(x) = σ(x)·σ(−x) = e/(1 + e)²}, {@code e = e^−|x|}. */
  static FloatVector sigmoid1(FloatVector x) {
    var e = exp(x.abs().neg());
    var d = e.add(1);
    return e.div(d.mul(d));
  }

  /** {@code σ″ = σ′·(1 − 2σ)}, where {@code 1 − 2σ(x) = ∓(1 − e)/(1 + e)} for x ≷ 0. */
  static FloatVector sigmoid2(FloatVector x) {
    var e = exp(x.abs().neg());
    var d = broadcast(FLOATS, 1).div(e.add(1));
    var bend = e.mul(d).mul(d).mul(e.sub(1)).mul(d);
    return bend.blend(bend.neg(), x.compare(LT, 0));
  }

  /** {@code tanh′(x) = 4σ′(2x)}. */
  static FloatVector tanh1(FloatVector x) {
    return sigmoid1(x.mul(2)).mul(4);
  }

  /** {@code tanh″(x) = 8σ″(2x)}. */
  static FloatVector tanh2(FloatVector x) {
    return sigmoid2(x.mul(2)).mul(8);
  }

  /** {@code log(1 + e^x) = max(x, 0) + log(1 + e^−|x|)}. */
  static FloatVector softplus(FloatVector x) {
    return x.max(0).add(log1pOfUnit(exp(x.abs().neg())));
  }

  /** {@code log σ(x) = min(x, 0) − log(1 + e^−|x|)}. */
  static FloatVector logSigmoid(FloatVector x) {
    return x.min(0).sub(log1pOfUnit(exp(x.abs().neg())));
  }

  /** −1, 0 or 1; NaN of NaN. */
  static FloatVector sign(FloatVector x) {
    return x.blend(1, x.compare(GT, 0)).blend(-1, x.compare(LT, 0));
  }

  /** 1 where {@code low ≤ x ≤ high}, 0 elsewhere. */
  static FloatVector inside(FloatVector x, float low, float high) {
    return broadcast(FLOATS, 0).blend(1, x.compare(GE, low).and(x.compare(LE, high)));
  }

  static FloatVector rsqrt1(FloatVector x) {
    return broadcast(FLOATS, -0.5f).div(x.mul(x.sqrt()));
  }

  static FloatVector reciprocal1(FloatVector x) {
    return broadcast(FLOATS, -1).div(x.mul(x));
  }

  static FloatVector leakyRelu(FloatVector x, float a) {
    return x.blend(x.mul(a), x.compare(LE, 0));
  }

  /** 1 where x > 0, {@code a} elsewhere. */
  static FloatVector step(FloatVector x, float a) {
    return broadcast(FLOATS, a).blend(1, x.compare(GT, 0));
  }

  static FloatVector elu(FloatVector x, float a) {
    return expm1(x).mul(a).blend(x, x.compare(GT, 0));
  }

  static FloatVector elu1(FloatVector x, float a) {
    return exp(x).mul(a).blend(1, x.compare(GT, 0));
  }

  static FloatVector elu2(FloatVector x, float a) {
    return exp(x).mul(a).blend(0, x.compare(GT, 0));
  }

  /** {@code x·Φ(x)}. */
  static FloatVector gelu(FloatVector x) {
    return normalCdf(x, bell(x)).mul(x);
  }

  /** {@code Φ(x) + x·φ(x)}. */
  static FloatVector gelu1(FloatVector x) {
    var bell = bell(x);
    return x.mul(INV_SQRT_2PI).fma(bell, normalCdf(x, bell));
  }

  /** {@code φ(x)·(2 − x²)}. */
  static FloatVector gelu2(FloatVector x) {
    return broadcast(FLOATS, 2).sub(x.mul(x)).mul(INV_SQRT_2PI).mul(bell(x)).blend(0, x.abs().compare(GT, FLAT));
  }

  /** {@code ½x·(1 + tanh u) = x·σ(2u)}. */
  static FloatVector geluTanh(FloatVector x) {
    return x.div(exp(twiceInner(x).neg()).add(1));
  }

  /** {@code σ(2u) + x·σ′(2u)·2u′}. */
  static FloatVector geluTanh1(FloatVector x) {
    var u = twiceInner(x);
    var e = exp(u.abs().neg());
    var d = broadcast(FLOATS, 1).div(e.add(1));
    var sigmoid = d.blend(e.mul(d), u.compare(LT, 0));
    var slope = e.mul(d).mul(d).mul(x).mul(twiceInner1(x)).blend(0, x.abs().compare(GT, FLAT));
    return sigmoid.add(slope);
  }

  /** {@code 2σ′·t′ + x·(σ″·t′² + σ′·t″)} at {@code t = 2u}. */
  static FloatVector geluTanh2(FloatVector x) {
    var t = twiceInner(x);
    var slope = twiceInner1(x);
    var e = exp(t.abs().neg());
    var d = broadcast(FLOATS, 1).div(e.add(1));
    var bend = e.sub(1).mul(d).mul(slope).mul(slope).mul(x.abs());
    var rest = x.mul(x).mul(12 * CUBIC * SQRT_2_OVER_PI).add(slope.mul(2));
    return bend.add(rest).mul(e).mul(d).mul(d).blend(0, x.abs().compare(GT, FLAT));
  }

  /** {@code 2u}, {@code u = √(2/π)·(x + 0.044715x³)}. */
  private static FloatVector twiceInner(FloatVector x) {
    return x.mul(x).fma(broadcast(FLOATS, 2 * SQRT_2_OVER_PI * CUBIC), broadcast(FLOATS, 2 * SQRT_2_OVER_PI)).mul(x);
  }

  private static FloatVector twiceInner1(FloatVector x) {
    return x.mul(x).fma(broadcast(FLOATS, 6 * SQRT_2_OVER_PI * CUBIC), broadcast(FLOATS, 2 * SQRT_2_OVER_PI));
  }

  /** {@code x·σ(a·x)}. */
  static FloatVector swish(FloatVector x, float a) {
    return x.div(exp(x.mul(-a)).add(1));
  }

  /** {@code σ(ax) + ax·σ′(ax)}. */
  static FloatVector swish1(FloatVector x, float a) {
    var t = x.mul(a);
    var e = exp(t.abs().neg());
    var d = broadcast(FLOATS, 1).div(e.add(1));
    return d.blend(e.mul(d), t.compare(LT, 0)).add(e.mul(d).mul(d).mul(t));
  }

  /** {@code a·(2σ′(t) + t·σ″(t))}, {@code t = ax}, and {@code t·σ″(t) = −|t|·σ′·(1 − e)/(1 + e)}. */
  static FloatVector swish2(FloatVector x, float a) {
    var t = x.mul(a).abs();
    var e = exp(t.neg());
    var d = broadcast(FLOATS, 1).div(e.add(1));
    return e.sub(1).mul(d).mul(t).add(2).mul(e).mul(d).mul(d).mul(a).blend(0, t.compare(GT, 100));
  }

  static FloatVector hardSwish(FloatVector x) {
    return x.add(3).max(0).min(6).div(6).mul(x);
  }

  static FloatVector hardSwish1(FloatVector x) {
    return x.div(3).add(0.5f).blend(0, x.compare(LE, -3)).blend(1, x.compare(GE, 3));
  }

  /** {@code x·tanh(log(1 + e^x)) = x·q/(q + 2)}, {@code q = e^x·(e^x + 2)}. */
  static FloatVector mish(FloatVector x) {
    var e = exp(x.min(FLAT));
    var q = e.add(2).mul(e);
    return q.div(q.add(2)).mul(x);
  }

  /** {@code q/(q + 2) + 4x·e^x·(1 + e^x)/(q + 2)²}. */
  static FloatVector mish1(FloatVector x) {
    var e = exp(x.min(FLAT));
    var q = e.add(2).mul(e);
    var d = broadcast(FLOATS, 1).div(q.add(2));
    var slope = e.add(1).mul(e).mul(d).mul(d).mul(4).mul(x);
    return q.mul(d).add(slope.blend(0, x.compare(GT, FLAT)));
  }
}
