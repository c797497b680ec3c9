package org.vitrail.nn.loss;

import org.vitrail.tensor.Tensor;

/** Losses that are satisfied once things stand apart by a margin. */
public final class Margin {
  private static final double EPS = 1e-6;
  private static final double EPS_SQUARED_NORM = 1e-12;

  private Margin() {}

  /** {@code max(0, −t·(x − y) + margin)}: x should rank above y where t = 1, below where t = −1. */
  public static Tensor ranking(Tensor x, Tensor y, Tensor t, double margin, Reduction reduction) {
    return reduction.of(t.to(x.dtype()).neg().mul(x.sub(y)).add(margin).relu());
  }

  /** The mean of the triplets, with Euclidean distances. */
  public static Tensor triplet(Tensor anchor, Tensor positive, Tensor negative, double margin) {
    return triplet(anchor, positive, negative, margin, 2, false, Reduction.MEAN);
  }

  /**
   * {@code max(0, ‖a − p‖ − ‖a − n‖ + margin)} over the last axis (Schroff et al. 2015), with 10⁻⁶ added to each
   * difference.
   *
   * @param p of the norm
   * @param swap takes ‖p − n‖ where that is smaller than ‖a − n‖ (Balntas et al. 2016)
   */
  public static Tensor triplet(Tensor anchor, Tensor positive, Tensor negative, double margin, double p, boolean swap,
      Reduction reduction) {
    var near = distance(anchor, positive, p);
    var far = distance(anchor, negative, p);
    if (swap) far = far.minimum(distance(positive, negative, p));
    return reduction.of(near.sub(far).add(margin).relu());
  }

  private static Tensor distance(Tensor x, Tensor y, double p) {
    return x.sub(y).add(EPS).norm(p, -1);
  }

  /** {@code 1 − cos(x, y)} where t = 1, {@code max(0, cos(x, y) − margin)} where t = −1, over the last axis. */
  public static Tensor cosine(Tensor x, Tensor y, Tensor t, double margin, Reduction reduction) {
    var norms = squaredNorm(x).mul(squaredNorm(y)).sqrt();
    var cosine = x.mul(y).sum(-1).div(norms);
    return reduction.of(t.eq(1).where(cosine.neg().add(1), cosine.sub(margin).relu()));
  }

  private static Tensor squaredNorm(Tensor x) {
    return x.square().sum(-1).add(EPS_SQUARED_NORM);
  }
}
