package org.vitrail.nn.loss;

import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/**
 * Cross-entropy {@code −Σ_c q_c·log p_c} of predicted distributions p with targets q over the last axis. A target is a
 * class t (I32), then q = (1−ε)·[c = t] + ε/classes with label smoothing ε (Szegedy et al. 2016), or a distribution.
 *
 * <p>The mean over classes-as-targets divides by the number of targets that are not {@code ignore}, or, where classes
 * are weighted, by the sum of the targets' weights; with nothing to divide by it is NaN.
 *
 * @param weights of the classes (classes), or null
 * @param ignore the class that stands for "no target"; its loss and gradient are 0
 * @param smoothing ε
 */
public record CrossEntropy(Tensor weights, int ignore, double smoothing, Reduction reduction) {
  /** The mean, without weights or smoothing; −100 is ignored. */
  public static final CrossEntropy MEAN = new CrossEntropy(null, -100, 0, Reduction.MEAN);

  public CrossEntropy withWeights(Tensor weights) {
    return new CrossEntropy(weights, ignore, smoothing, reduction);
  }

  public CrossEntropy ignoring(int target) {
    return new CrossEntropy(weights, target, smoothing, reduction);
  }

  public CrossEntropy withSmoothing(double smoothing) {
    return new CrossEntropy(weights, ignore, smoothing, reduction);
  }

  public CrossEntropy with(Reduction reduction) {
    return new CrossEntropy(weights, ignore, smoothing, reduction);
  }

  /** Of logits (…, classes), p = softmax(logits), with classes (…) or distributions (…, classes). */
  public Tensor of(Tensor logits, Tensor targets) {
    if (targets.dtype().isReal() || weights != null) return ofLog(logits.logSoftmax(-1), targets);
    requireClasses(logits, targets);
    var rows = logits.reshape(targets.size(), logits.dim(-1));
    var each = rows.crossEntropyEach(targets.reshape(-1), smoothing, ignore).reshape(targets.shape());
    return reduction == Reduction.MEAN ? each.sum().div(kept(targets, logits).sum()) : reduction.of(each);
  }

  /** Of log p (…, classes): the negative log-likelihood, where targets are classes. */
  public Tensor ofLog(Tensor logP, Tensor targets) {
    return targets.dtype().isReal() ? ofDistributions(logP, targets) : ofClasses(logP, targets);
  }

  private Tensor ofDistributions(Tensor logP, Tensor q) {
    if (!q.shape().equals(logP.shape())) {
      throw new ShapeException("cross-entropy: the predictions are " + logP.shape() + ", the distributions "
          + q.shape());
    }
    var smooth = smoothing == 0 ? q : q.mul(1 - smoothing).add(smoothing / q.dim(-1));
    return reduction.of(weighted(logP.mul(smooth)).sum(-1).neg());
  }

  private Tensor ofClasses(Tensor logP, Tensor targets) {
    requireClasses(logP, targets);
    var kept = kept(targets, logP);                                                       // (…) 1 or 0
    var t = targets.maskedFill(targets.eq(ignore), 0);
    var weight = weights == null ? kept : weights.indexSelect(0, t.reshape(-1)).reshape(t.shape()).mul(kept);
    var hard = logP.gather(-1, t.unsqueeze(-1)).squeeze(-1).neg().mul(weight);            // −w_t·log p_t
    var soft = weighted(logP).sum(-1).neg().mul(kept);                                    // −Σ_c w_c·log p_c
    var each = smoothing == 0 ? hard : hard.mul(1 - smoothing).add(soft.mul(smoothing / logP.dim(-1)));
    return reduction == Reduction.MEAN ? each.sum().div(weight.sum()) : reduction.of(each);
  }

  private Tensor weighted(Tensor ofClasses) {
    return weights == null ? ofClasses : ofClasses.mul(weights);
  }

  private Tensor kept(Tensor targets, Tensor like) {
    return targets.ne(ignore).to(like.dtype());
  }

  static void requireClasses(Tensor predictions, Tensor targets) {
    if (predictions.rank() == 0 || !predictions.shape().without(-1).equals(targets.shape())) {
      throw new ShapeException("cross-entropy: predictions " + predictions.shape() + " and targets " + targets.shape()
          + ", they must be (…, classes) and (…)");
    }
  }
}
