package org.vitrail.kernels.elementwise;

import static java.lang.Math.abs;
import static java.lang.Math.exp;
import static java.lang.Math.log1p;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;
import static java.lang.Math.tanh;

/**
 * Functions of one element x with up to two parameters a and b: a row holds f, f′ and f″. These definitions are what
 * every backend is checked against.
 */
public enum Unary {
  /** {@code a·x + b}. */
  AFFINE((x, a, b) -> a * x + b, (x, a, b) -> a, (x, a, b) -> 0),
  ABS((x, a, b) -> abs(x), (x, a, b) -> Math.signum(x), (x, a, b) -> 0),
  SIGN((x, a, b) -> Math.signum(x), (x, a, b) -> 0, (x, a, b) -> 0),
  /** To the nearest integer, ties to even. */
  ROUND((x, a, b) -> Math.rint(x), (x, a, b) -> 0, (x, a, b) -> 0),
  FLOOR((x, a, b) -> Math.floor(x), (x, a, b) -> 0, (x, a, b) -> 0),
  /** {@code min(max(x, a), b)}; the gradient passes at the bounds themselves. */
  CLAMP((x, a, b) -> min(max(x, a), b), (x, a, b) -> x >= a && x <= b ? 1 : 0, (x, a, b) -> 0),
  SQUARE((x, a, b) -> x * x, (x, a, b) -> 2 * x, (x, a, b) -> 2),
  /** {@code x^a}. */
  POW((x, a, b) -> pow(x, a), (x, a, b) -> a == 0 ? 0 : a * pow(x, a - 1),
      (x, a, b) -> a == 0 || a == 1 ? 0 : a * (a - 1) * pow(x, a - 2)),
  SQRT((x, a, b) -> sqrt(x), (x, a, b) -> 0.5 / sqrt(x), (x, a, b) -> -0.25 / (x * sqrt(x))),
  RSQRT((x, a, b) -> 1 / sqrt(x), (x, a, b) -> -0.5 / (x * sqrt(x)), (x, a, b) -> 0.75 / (x * x * sqrt(x))),
  RECIPROCAL((x, a, b) -> 1 / x, (x, a, b) -> -1 / (x * x), (x, a, b) -> 2 / (x * x * x)),
  EXP((x, a, b) -> exp(x), (x, a, b) -> exp(x), (x, a, b) -> exp(x)),
  EXPM1((x, a, b) -> Math.expm1(x), (x, a, b) -> exp(x), (x, a, b) -> exp(x)),
  LOG((x, a, b) -> Math.log(x), (x, a, b) -> 1 / x, (x, a, b) -> -1 / (x * x)),
  LOG1P((x, a, b) -> log1p(x), (x, a, b) -> 1 / (1 + x), (x, a, b) -> -1 / ((1 + x) * (1 + x))),
  SIN((x, a, b) -> Math.sin(x), (x, a, b) -> Math.cos(x), (x, a, b) -> -Math.sin(x)),
  COS((x, a, b) -> Math.cos(x), (x, a, b) -> -Math.sin(x), (x, a, b) -> -Math.cos(x)),
  ERF((x, a, b) -> Erf.erf(x), (x, a, b) -> Erf.erfDerivative(x), (x, a, b) -> -2 * x * Erf.erfDerivative(x)),
  TANH((x, a, b) -> tanh(x), (x, a, b) -> sech2(x), (x, a, b) -> -2 * tanh(x) * sech2(x)),
  /** {@code σ(x) = 1/(1 + e^−x)}. */
  SIGMOID((x, a, b) -> sigmoid(x), (x, a, b) -> bell(x), (x, a, b) -> bell(x) * (1 - 2 * sigmoid(x))),
  /** {@code log σ(x)}. */
  LOG_SIGMOID((x, a, b) -> min(x, 0) - log1p(exp(-abs(x))), (x, a, b) -> sigmoid(-x), (x, a, b) -> -bell(x)),
  /** {@code log(1 + e^x)}. */
  SOFTPLUS((x, a, b) -> max(x, 0) + log1p(exp(-abs(x))), (x, a, b) -> sigmoid(x), (x, a, b) -> bell(x)),
  RELU((x, a, b) -> max(x, 0), (x, a, b) -> x > 0 ? 1 : 0, (x, a, b) -> 0),
  /** {@code x > 0 ? x : a·x}. */
  LEAKY_RELU((x, a, b) -> x > 0 ? x : a * x, (x, a, b) -> x > 0 ? 1 : a, (x, a, b) -> 0),
  /** {@code x > 0 ? x : a·(e^x − 1)}. */
  ELU((x, a, b) -> x > 0 ? x : a * Math.expm1(x), (x, a, b) -> x > 0 ? 1 : a * exp(x),
      (x, a, b) -> x > 0 ? 0 : a * exp(x)),
  /** Hendrycks and Gimpel 2016: {@code x·Φ(x)}. */
  GELU((x, a, b) -> x * Erf.normalCdf(x), (x, a, b) -> Erf.normalCdf(x) + x * Erf.normalPdf(x),
      (x, a, b) -> Erf.normalPdf(x) * (2 - x * x)),
  /** {@code ½x·(1 + tanh(√(2/π)·(x + 0.044715x³)))}, the form of GPT-2. */
  GELU_TANH((x, a, b) -> 0.5 * x * (1 + tanh(inner(x))),
      (x, a, b) -> 0.5 * (1 + tanh(inner(x))) + 0.5 * x * sech2(inner(x)) * inner1(x),
      (x, a, b) -> sech2(inner(x)) * (inner1(x) + 0.5 * x * (inner2(x) - 2 * tanh(inner(x)) * inner1(x) * inner1(x)))),
  /** {@code x·σ(a·x)}: SiLU at a = 1, the quick GELU of CLIP at a = 1.702. */
  SWISH((x, a, b) -> x * sigmoid(a * x), (x, a, b) -> sigmoid(a * x) + a * x * bell(a * x),
      (x, a, b) -> a * bell(a * x) * (2 + a * x * (1 - 2 * sigmoid(a * x)))),
  /** {@code x·min(max(x + 3, 0), 6)/6}. */
  HARD_SWISH((x, a, b) -> x * min(max(x + 3, 0), 6) / 6, (x, a, b) -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5,
      (x, a, b) -> abs(x) < 3 ? 1.0 / 3 : 0),
  /** Misra 2019: {@code x·tanh(log(1 + e^x))}. */
  MISH((x, a, b) -> x * tanh(softplus(x)), (x, a, b) -> tanh(softplus(x)) + x * sech2(softplus(x)) * sigmoid(x),
      (x, a, b) -> sech2(softplus(x))
          * (2 * sigmoid(x) + x * bell(x) - 2 * x * tanh(softplus(x)) * sigmoid(x) * sigmoid(x)));

  private interface Definition {
    double at(double x, double a, double b);
  }

  private final Definition[] orders;

  Unary(Definition f, Definition first, Definition second) {
    orders = new Definition[] {f, first, second};
  }

  /** {@code f(x; a, b)}. */
  public double apply(double x, double a, double b) {
    return orders[0].at(x, a, b);
  }

  /** {@code f⁽ⁿ⁾(x; a, b)} for order n = 0, 1 or 2. */
  public double derivative(int order, double x, double a, double b) {
    return orders[order].at(x, a, b);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + exp(-x));
  }

  /** {@code σ′ = σ(1 − σ)}. */
  private static double bell(double x) {
    return sigmoid(x) * sigmoid(-x);
  }

  private static double softplus(double x) {
    return max(x, 0) + log1p(exp(-abs(x)));
  }

  /** {@code tanh′ = 1 − tanh²}. */
  private static double sech2(double x) {
    double t = tanh(x);
    return (1 - t) * (1 + t);
  }

  private static final double SQRT_2_OVER_PI = sqrt(2 / Math.PI);

  private static double inner(double x) {
    return SQRT_2_OVER_PI * (x + 0.044715 * x * x * x);
  }

  private static double inner1(double x) {
    return SQRT_2_OVER_PI * (1 + 3 * 0.044715 * x * x);
  }

  private static double inner2(double x) {
    return SQRT_2_OVER_PI * 6 * 0.044715 * x;
  }
}
