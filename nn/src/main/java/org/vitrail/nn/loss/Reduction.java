package org.vitrail.nn.loss;

import org.vitrail.tensor.Tensor;

/** How the losses of single elements become one. */
public enum Reduction {
  /** Their mean. */
  MEAN,
  /** Their sum. */
  SUM,
  /** Their sum, divided by the number of examples (the first axis): the mathematical form of a mean divergence. */
  BATCH_MEAN,
  /** They stay as they are. */
  NONE;

  public Tensor of(Tensor each) {
    return switch (this) {
      case MEAN -> each.mean();
      case SUM -> each.sum();
      case BATCH_MEAN -> each.sum().div(each.dim(0));
      case NONE -> each;
    };
  }
}
