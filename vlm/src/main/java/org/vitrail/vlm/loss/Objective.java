package org.vitrail.vlm.loss;

import org.vitrail.tensor.Tensor;

/** A loss of the scores of a batch. */
public interface Objective {

  /** One number of scores (pictures, texts). */
  Tensor of(Tensor logits, Pairing pairing);
}
