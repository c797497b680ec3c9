package org.vitrail.vlm.energy.sample;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * Metropolis et al. 1953, Hastings 1970: proposes x′ by a symmetric rule and goes there with probability
 * {@code min(1, exp(E(x) − E(x′)))}. Exact in the long run, in any space.
 */
public record Metropolis(Energy energy, Proposal proposal) implements Sampler {

  @Override public Tensor step(Tensor x, RandomStream random) {
    var proposals = proposal.from(x, random);
    return Acceptance.choose(energy.of(x).sub(energy.of(proposals)), proposals, x, random);
  }
}
