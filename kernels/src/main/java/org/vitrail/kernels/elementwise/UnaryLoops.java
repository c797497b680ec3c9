package org.vitrail.kernels.elementwise;

import static org.vitrail.kernels.elementwise.Activations.affine;
import static org.vitrail.kernels.elementwise.Activations.elu;
import static org.vitrail.kernels.elementwise.Activations.gelu;
import static org.vitrail.kernels.elementwise.Activations.geluTanh;
import static org.vitrail.kernels.elementwise.Activations.hardSwish;
import static org.vitrail.kernels.elementwise.Activations.leakyRelu;
import static org.vitrail.kernels.elementwise.Activations.logSigmoid;
import static org.vitrail.kernels.elementwise.Activations.mish;
import static org.vitrail.kernels.elementwise.Activations.reciprocal;
import static org.vitrail.kernels.elementwise.Activations.softplus;
import static org.vitrail.kernels.elementwise.Activations.swish;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.VectorMath.erf;
import static org.vitrail.kernels.math.VectorMath.exp;
import static org.vitrail.kernels.math.VectorMath.expm1;
import static org.vitrail.kernels.math.VectorMath.log1p;
import static org.vitrail.kernels.math.VectorMath.log;
import static org.vitrail.kernels.math.VectorMath.sigmoid;
import static org.vitrail.kernels.math.VectorMath.tanh;

/**
 * {@code z = f(x; a, b)} for every {@link Unary}. Each function has a loop of its own, so that the compiler sees in
 * every loop one function alone and keeps its vectors in registers.
 */
final class UnaryLoops {
  private UnaryLoops() {}

  static Loop of(Unary f, double scale, double shift) {
    float a = (float) scale;
    float b = (float) shift;
    return switch (f) {
      case AFFINE -> t -> { for (int k = 0; k < t.n; k += LANES) affine(t.x(k), a, b).intoArray(t.z, t.at + k); };
      case ABS -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).abs().intoArray(t.z, t.at + k); };
      case SIGN -> t -> t.each(Math::signum);
      case ROUND -> t -> t.each(Math::rint);
      case FLOOR -> t -> t.each(Math::floor);
      case CLAMP -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).max(a).min(b).intoArray(t.z, t.at + k); };
      case SQUARE -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).mul(t.x(k)).intoArray(t.z, t.at + k); };
      case POW -> scale == 2 ? of(Unary.SQUARE, 0, 0) : t -> t.each(x -> Math.pow(x, scale));
      case SQRT -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).sqrt().intoArray(t.z, t.at + k); };
      case RSQRT -> t -> { for (int k = 0; k < t.n; k += LANES) reciprocal(t.x(k).sqrt()).intoArray(t.z, t.at + k); };
      case RECIPROCAL -> t -> { for (int k = 0; k < t.n; k += LANES) reciprocal(t.x(k)).intoArray(t.z, t.at + k); };
      case EXP -> t -> { for (int k = 0; k < t.n; k += LANES) exp(t.x(k)).intoArray(t.z, t.at + k); };
      case EXPM1 -> t -> { for (int k = 0; k < t.n; k += LANES) expm1(t.x(k)).intoArray(t.z, t.at + k); };
      case LOG -> t -> { for (int k = 0; k < t.n; k += LANES) log(t.x(k)).intoArray(t.z, t.at + k); };
      case LOG1P -> t -> { for (int k = 0; k < t.n; k += LANES) log1p(t.x(k)).intoArray(t.z, t.at + k); };
      case SIN -> t -> t.each(Math::sin);
      case COS -> t -> t.each(Math::cos);
      case ERF -> t -> { for (int k = 0; k < t.n; k += LANES) erf(t.x(k)).intoArray(t.z, t.at + k); };
      case TANH -> t -> { for (int k = 0; k < t.n; k += LANES) tanh(t.x(k)).intoArray(t.z, t.at + k); };
      case SIGMOID -> t -> { for (int k = 0; k < t.n; k += LANES) sigmoid(t.x(k)).intoArray(t.z, t.at + k); };
      case LOG_SIGMOID -> t -> { for (int k = 0; k < t.n; k += LANES) logSigmoid(t.x(k)).intoArray(t.z, t.at + k); };
      case SOFTPLUS -> t -> { for (int k = 0; k < t.n; k += LANES) softplus(t.x(k)).intoArray(t.z, t.at + k); };
      case RELU -> t -> { for (int k = 0; k < t.n; k += LANES) t.x(k).max(0).intoArray(t.z, t.at + k); };
      case LEAKY_RELU -> t -> { for (int k = 0; k < t.n; k += LANES) leakyRelu(t.x(k), a).intoArray(t.z, t.at + k); };
      case ELU -> t -> { for (int k = 0; k < t.n; k += LANES) elu(t.x(k), a).intoArray(t.z, t.at + k); };
      case GELU -> t -> { for (int k = 0; k < t.n; k += LANES) gelu(t.x(k)).intoArray(t.z, t.at + k); };
      case GELU_TANH -> t -> { for (int k = 0; k < t.n; k += LANES) geluTanh(t.x(k)).intoArray(t.z, t.at + k); };
      case SWISH -> t -> { for (int k = 0; k < t.n; k += LANES) swish(t.x(k), a).intoArray(t.z, t.at + k); };
      case HARD_SWISH -> t -> { for (int k = 0; k < t.n; k += LANES) hardSwish(t.x(k)).intoArray(t.z, t.at + k); };
      case MISH -> t -> { for (int k = 0; k < t.n; k += LANES) mish(t.x(k)).intoArray(t.z, t.at + k); };
    };
  }
}
