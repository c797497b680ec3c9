package org.vitrail.kernels.elementwise;

/** The error function and the normal distribution, to the last bits of a double. */
final class Erf {
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
  private static final double INV_SQRT_2PI = 0.3989422804014327;

  private Erf() {}

  /** {@code erf(x) = 2/√π · e^(−x²) · Σ_n 2ⁿ x^(2n+1) / (2n+1)!!}: every term has the sign of x, nothing cancels. */
  static double erf(double x) {
    if (Math.abs(x) > 6) return Math.signum(x);
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
  }

  static double erfDerivative(double x) {
    return TWO_OVER_SQRT_PI * Math.exp(-x * x);
  }

  /** Φ(x), the probability that a standard normal value is below x. */
  static double normalCdf(double x) {
    return 0.5 * (1 + erf(x * Math.sqrt(0.5)));
  }

  /** φ(x), the density of the standard normal distribution. */
  static double normalPdf(double x) {
    return INV_SQRT_2PI * Math.exp(-0.5 * x * x);
  }
}
