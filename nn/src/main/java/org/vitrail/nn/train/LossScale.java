package org.vitrail.nn.train;

/**
 * The factor on the loss that keeps small gradients from vanishing in half precision (Micikevicius et al. 2018, section
 * 3.2): halved, and the step left out, when it or a gradient is not finite; doubled after 2000 steps that were.
 */
final class LossScale {
  private static final double FIRST = 0x1p16;
  private static final int PATIENCE = 2000;

  private double factor;
  private int goodSteps;

  LossScale(double factor, int goodSteps) {
    this.factor = factor;
    this.goodSteps = goodSteps;
  }

  static LossScale first() {
    return new LossScale(FIRST, 0);
  }

  double factor() {
    return factor;
  }

  /** Steps since the factor last changed. */
  int goodSteps() {
    return goodSteps;
  }

  /**
   * Whether a step counts whose loss and length of the gradients add up to {@code size}.
   *
   * @throws ArithmeticException when no factor of at least 1 leaves it finite
   */
  boolean accept(double size) {
    if (Double.isFinite(size)) {
      if (++goodSteps == PATIENCE) change(2 * factor);
      return true;
    }
    if (factor <= 1) {
      throw new ArithmeticException("the gradients do not fit half precision, whatever the scale of the loss; "
          + "train with --precision bf16 or f32, or with a lower learning rate");
    }
    change(factor / 2);
    return false;
  }

  private void change(double factor) {
    this.factor = factor;
    goodSteps = 0;
  }
}
