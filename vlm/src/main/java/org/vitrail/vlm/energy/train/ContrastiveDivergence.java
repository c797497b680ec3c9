package org.vitrail.vlm.energy.train;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.sample.Sampler;

/**
 * CD-k (Hinton 2002): chains begin at the data of the batch and take k steps. Cheap, and biased: what is far from all
 * data is never visited.
 */
public record ContrastiveDivergence(Sampler sampler, int steps) implements Negatives {

  @Override public Tensor draw(Tensor positives, RandomStream random) {
    return sampler.run(positives, steps, random);
  }
}
