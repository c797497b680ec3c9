package org.vitrail.kernels.elementwise;

import static org.vitrail.kernels.elementwise.Activations.elu1;
import static org.vitrail.kernels.elementwise.Activations.elu2;
import static org.vitrail.kernels.elementwise.Activations.gelu1;
import static org.vitrail.kernels.elementwise.Activations.gelu2;
import static org.vitrail.kernels.elementwise.Activations.geluTanh1;
import static org.vitrail.kernels.elementwise.Activations.geluTanh2;
import static org.vitrail.kernels.elementwise.Activations.hardSwish1;
import static org.vitrail.kernels.elementwise.Activations.inside;
import static org.vitrail.kernels.elementwise.Activations.mish1;
import static org.vitrail.kernels.elementwise.Activations.reciprocal1;
import static org.vitrail.kernels.elementwise.Activations.rsqrt1;
import static org.vitrail.kernels.elementwise.Activations.sigmoid1;
import static org.vitrail.kernels.elementwise.Activations.sigmoid2;
import static org.vitrail.kernels.elementwise.Activations.sign;
import static org.vitrail.kernels.elementwise.Activations.step;
import static org.vitrail.kernels.elementwise.Activations.swish1;
import static org.vitrail.kernels.elementwise.Activations.swish2;
import static org.vitrail.kernels.elementwise.Activations.tanh1;
import static org.vitrail.kernels.elementwise.Activations.tanh2;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.exp;
import static org.vitrail.kernels.math.VectorMath.sigmoid;

/** {@code z = y·f′(x; a, b)} and {@code z = y·f″(x; a, b)} for every {@link Unary}, as {@link UnaryLoops} does f. */
final class GradientLoops {
  private GradientLoops() {}

  /** The derivative of order 1 or 2. */
  static Loop of(Unary f, int order, double a, double b) {
    return order == 1 ? first(f, a, b) : second(f, a, b);
  }

  private static Loop first(Unary f, double scale, double shift) {
    float a = (float) scale;
    float b = (float) shift;
    return switch (f) {
      case AFFINE -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(a).intoArray(t.z, t.at + k); };
      case CLAMP ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(inside(t.x(k), a, b)).intoArray(t.z, t.at + k); };
      case SQUARE -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(t.x(k).mul(2)).intoArray(t.z, t.at + k); };
      case POW -> scale == 2 ? first(Unary.SQUARE, 0, 0) : exactly(f, 1, scale, shift);
      case SQRT ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(0.5f).div(t.x(k).sqrt()).intoArray(t.z, t.at + k); };
      case RSQRT -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(rsqrt1(t.x(k))).intoArray(t.z, t.at + k); };
      case RECIPROCAL ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(reciprocal1(t.x(k))).intoArray(t.z, t.at + k); };
      case EXP, EXPM1 ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(exp(t.x(k))).intoArray(t.z, t.at + k); };
      case LOG -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).div(t.x(k)).intoArray(t.z, t.at + k); };
      case LOG1P -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).div(t.x(k).add(1)).intoArray(t.z, t.at + k); };
      case TANH -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(tanh1(t.x(k))).intoArray(t.z, t.at + k); };
      case SIGMOID ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(sigmoid1(t.x(k))).intoArray(t.z, t.at + k); };
      case LOG_SIGMOID ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(sigmoid(t.x(k).neg())).intoArray(t.z, t.at + k); };
      case SOFTPLUS ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(sigmoid(t.x(k))).intoArray(t.z, t.at + k); };
      case RELU -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(step(t.x(k), 0)).intoArray(t.z, t.at + k); };
      case LEAKY_RELU ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(step(t.x(k), a)).intoArray(t.z, t.at + k); };
      case ELU -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(elu1(t.x(k), a)).intoArray(t.z, t.at + k); };
      case GELU -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(gelu1(t.x(k))).intoArray(t.z, t.at + k); };
      case GELU_TANH ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(geluTanh1(t.x(k))).intoArray(t.z, t.at + k); };
      case SWISH ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(swish1(t.x(k), a)).intoArray(t.z, t.at + k); };
      case HARD_SWISH ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(hardSwish1(t.x(k))).intoArray(t.z, t.at + k); };
      case MISH -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(mish1(t.x(k))).intoArray(t.z, t.at + k); };
      case ABS -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(sign(t.x(k))).intoArray(t.z, t.at + k); };
      case SIGN, ROUND, FLOOR -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(0).intoArray(t.z, t.at + k); };
      case SIN, COS, ERF -> exactly(f, 1, scale, shift);
    };
  }

  private static Loop second(Unary f, double scale, double shift) {
    float a = (float) scale;
    return switch (f) {
      case AFFINE, ABS, SIGN, ROUND, FLOOR, CLAMP, RELU, LEAKY_RELU ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(0).intoArray(t.z, t.at + k); };
      case SQUARE -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(2).intoArray(t.z, t.at + k); };
      case EXP, EXPM1 ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(exp(t.x(k))).intoArray(t.z, t.at + k); };
      case TANH -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(tanh2(t.x(k))).intoArray(t.z, t.at + k); };
      case SIGMOID ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(sigmoid2(t.x(k))).intoArray(t.z, t.at + k); };
      case LOG_SIGMOID ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(sigmoid1(t.x(k)).neg()).intoArray(t.z, t.at + k); };
      case SOFTPLUS ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(sigmoid1(t.x(k))).intoArray(t.z, t.at + k); };
      case ELU -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(elu2(t.x(k), a)).intoArray(t.z, t.at + k); };
      case GELU -> t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(gelu2(t.x(k))).intoArray(t.z, t.at + k); };
      case SWISH ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(swish2(t.x(k), a)).intoArray(t.z, t.at + k); };
      case GELU_TANH ->
          t -> { for (int k = 0; k < t.n; k += LANES) t.y(k).mul(geluTanh2(t.x(k))).intoArray(t.z, t.at + k); };
      case POW, SQRT, RSQRT, RECIPROCAL, LOG, LOG1P, SIN, COS, ERF, HARD_SWISH, MISH ->
          exactly(f, 2, scale, shift);
    };
  }

  /** The definition itself, element by element. */
  private static Loop exactly(Unary f, int order, double a, double b) {
    return t -> t.each((x, y) -> y * f.derivative(order, x, a, b));
  }
}
