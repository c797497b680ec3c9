package org.vitrail.nn.loss;

import org.vitrail.tensor.Tensor;

/**
 * Cross-entropy {@code −p⁺·t·log σ(x) − (1−t)·log(1−σ(x))} of logits x with probabilities t, element by element,
 * without overflow for any x.
 *
 * @param weight of each element, broadcast, or null
 * @param positive p⁺, the weight of the positive class, broadcast, or null for 1
 */
public record BinaryCrossEntropy(Tensor weight, Tensor positive, Reduction reduction) {
  /** The mean, without weights. */
  public static final BinaryCrossEntropy MEAN = new BinaryCrossEntropy(null, null, Reduction.MEAN);

  public Tensor of(Tensor x, Tensor t) {
    var one = t.neg().add(1).mul(x);                                                  // (1−t)·x
    var scale = positive == null ? null : positive.sub(1).mul(t).add(1);              // 1 + (p⁺−1)·t
    var each = one.add(scale == null ? x.neg().softplus() : x.neg().softplus().mul(scale));
    return reduction.of(weight == null ? each : each.mul(weight));
  }
}
