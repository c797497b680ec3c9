package org.vitrail.vlm.energy.sample;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/** Draws of independent binary units. */
final class Binary {
  private Binary() {}

  /** I32, each element 1 with its own probability, else 0. */
  static Tensor draw(Tensor probabilities, RandomStream random) {
    return random.uniform(probabilities.shape(), 0, 1).to(probabilities.dtype()).lt(probabilities);
  }
}
