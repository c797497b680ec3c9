package org.vitrail.vlm.loss;

import org.vitrail.tensor.Tensor;

/**
 * The loss of SigLIP (Zhai et al. 2023, arXiv 2303.15343): whether a picture fits a text is a question of its own for
 * each pair, {@code Σ softplus(−z·S)/pictures} with scores S, z = 1 for pairs that fit, else −1.
 */
public record Sigmoid() implements Objective {

  @Override public Tensor of(Tensor logits, Pairing pairing) {
    return sum(logits, pairing, 0, 0).div(logits.dim(0));
  }

  /** The sum over a block of the scores, whose first picture and text these are. */
  public Tensor sum(Tensor logits, Pairing pairing, int picture, int text) {
    var z = pairing.fits(logits, picture, text).mul(2).sub(1);
    return logits.mul(z).neg().softplus().sum();
  }
}
