package org.vitrail.tensor;

import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.ops.Gated;
import org.vitrail.tensor.ops.Map;

/** Functions of each element, as {@link Unary} defines them. */
public sealed interface Functions permits Tensor {
  Tensor self();

  /** {@code f(x; a, b)}. */
  default Tensor map(Unary f, double a, double b) {
    return Tensor.of(new Map(f, a, b, self()));
  }

  default Tensor map(Unary f) {
    return map(f, 1, 0);
  }

  default Tensor abs() {
    return map(Unary.ABS);
  }

  default Tensor sign() {
    return map(Unary.SIGN);
  }

  /** To the nearest integer, ties to even. */
  default Tensor round() {
    return map(Unary.ROUND);
  }

  default Tensor floor() {
    return map(Unary.FLOOR);
  }

  default Tensor clamp(double low, double high) {
    return map(Unary.CLAMP, low, high);
  }

  default Tensor square() {
    return map(Unary.SQUARE);
  }

  default Tensor pow(double exponent) {
    return map(Unary.POW, exponent, 0);
  }

  default Tensor sqrt() {
    return map(Unary.SQRT);
  }

  /** {@code 1/√x}. */
  default Tensor rsqrt() {
    return map(Unary.RSQRT);
  }

  /** {@code 1/x}. */
  default Tensor reciprocal() {
    return map(Unary.RECIPROCAL);
  }

  default Tensor exp() {
    return map(Unary.EXP);
  }

  default Tensor expm1() {
    return map(Unary.EXPM1);
  }

  default Tensor log() {
    return map(Unary.LOG);
  }

  default Tensor log1p() {
    return map(Unary.LOG1P);
  }

  default Tensor sin() {
    return map(Unary.SIN);
  }

  default Tensor cos() {
    return map(Unary.COS);
  }

  default Tensor erf() {
    return map(Unary.ERF);
  }

  default Tensor tanh() {
    return map(Unary.TANH);
  }

  default Tensor sigmoid() {
    return map(Unary.SIGMOID);
  }

  default Tensor logSigmoid() {
    return map(Unary.LOG_SIGMOID);
  }

  default Tensor softplus() {
    return map(Unary.SOFTPLUS);
  }

  default Tensor relu() {
    return map(Unary.RELU);
  }

  default Tensor leakyRelu(double slope) {
    return map(Unary.LEAKY_RELU, slope, 0);
  }

  default Tensor elu(double alpha) {
    return map(Unary.ELU, alpha, 0);
  }

  default Tensor gelu() {
    return map(Unary.GELU);
  }

  default Tensor geluTanh() {
    return map(Unary.GELU_TANH);
  }

  /** {@code x·σ(1.702x)}. */
  default Tensor quickGelu() {
    return map(Unary.SWISH, 1.702, 0);
  }

  /** {@code x·σ(x)}. */
  default Tensor silu() {
    return map(Unary.SWISH, 1, 0);
  }

  default Tensor hardSwish() {
    return map(Unary.HARD_SWISH);
  }

  default Tensor mish() {
    return map(Unary.MISH);
  }

  /** {@code f(g; a)·u} of the halves (g, u) of the last axis (…, 2n): a gate (Shazeer 2020). */
  default Tensor gated(Unary f, double a) {
    return Tensor.of(new Gated(self(), f, a));
  }
}
