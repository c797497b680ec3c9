package org.vitrail.nn.loss;

import org.vitrail.tensor.Tensor;

/**
 * Cross-entropy with a brake on the normaliser Z of the softmax, {@code mean_t (−log p_t + weight·(log Z_t)²)} over the
 * targets t that count: keeps logits from drifting off together, which their softmax does not see (Chameleon Team 2024,
 * arXiv 2405.09818, section 2.3).
 *
 * @param weight of the squares
 * @param ignore the class that stands for "no target"; its loss and gradient are 0
 */
public record ZLoss(double weight, int ignore) {
  /** The weight of Chameleon; −100 is ignored. */
  public static final ZLoss CHAMELEON = new ZLoss(1e-5, -100);

  /** Plain cross-entropy, to see what it does without the brake. */
  public static final ZLoss NONE = new ZLoss(0, -100);

  /**
   * @param mean the loss
   * @param each of each target (…), 0 where there is none
   * @param logZ log Z of each target (…), 0 where there is none; no gradient follows it
   */
  public record Result(Tensor mean, Tensor each, Tensor logZ) {

    /** The largest |log Z|. */
    public double peak() {
      return logZ.abs().max().item();
    }
  }

  /** Of logits (…, classes) with classes (…) I32. */
  public Result of(Tensor logits, Tensor targets) {
    CrossEntropy.requireClasses(logits, targets);
    var rows = logits.reshape(targets.size(), logits.dim(-1));
    var entropy = rows.crossEntropyEach(targets.reshape(-1), 0, weight, ignore);
    var each = entropy.each().reshape(targets.shape());
    var kept = targets.ne(ignore).to(logits.dtype());
    return new Result(each.sum().div(kept.sum()), each, entropy.logZ().reshape(targets.shape()).mul(kept));
  }
}
