package org.vitrail.vlm.energy.train;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.sample.Sampler;

/**
 * Persistent contrastive divergence (Tieleman 2008): chains that are never begun anew, and take k steps in each update.
 * The model changes slowly, so they stay near its distribution.
 *
 * @param chains where they are (m, …)
 */
public record PersistentChains(Sampler sampler, int steps, Parameter chains) implements Negatives {

  public static PersistentChains from(Tensor start, Sampler sampler, int steps) {
    return new PersistentChains(sampler, steps, Parameter.buffer(start));
  }

  @Override public Tensor draw(Tensor positives, RandomStream random) {
    chains.assign(sampler.run(chains, steps, random));
    return chains.detach();
  }
}
