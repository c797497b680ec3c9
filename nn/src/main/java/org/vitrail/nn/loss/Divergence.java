package org.vitrail.nn.loss;

import org.vitrail.tensor.Tensor;

/** Kullback-Leibler divergence {@code t·(log t − log p)} of target probabilities t from predicted ones p. */
public final class Divergence {
  private Divergence() {}

  /** Of log p and t; where t is 0, t·log t is 0. */
  public static Tensor kl(Tensor logP, Tensor t, Reduction reduction) {
    var empty = t.eq(0);
    var entropy = t.mul(t.maskedFill(empty, 1).log());
    return reduction.of(entropy.sub(t.mul(logP)));
  }

  /** Of log p and log t. */
  public static Tensor klOfLog(Tensor logP, Tensor logT, Reduction reduction) {
    return reduction.of(logT.exp().mul(logT.sub(logP)));
  }
}
