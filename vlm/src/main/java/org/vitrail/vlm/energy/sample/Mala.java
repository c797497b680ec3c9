package org.vitrail.vlm.energy.sample;

import java.util.stream.IntStream;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * The Metropolis-adjusted Langevin algorithm (Roberts and Tweedie 1996): a Langevin step x′ as the proposal, accepted
 * with log probability {@code min(0, E(x) − E(x′) + log q(x|x′) − log q(x′|x))}, where
 * {@code log q(b|a) = −‖b − a + ε²/2·∂E/∂a‖²/(2ε²)} but for a constant. Exact in the long run.
 */
public record Mala(Energy energy, double eps) implements Sampler {

  @Override public Tensor step(Tensor x, RandomStream random) {
    var here = energy.slopes(x);
    var mean = x.sub(here.of(x).mul(eps * eps / 2));
    var proposals = mean.add(random.normal(x.shape(), 0, eps).to(x.dtype()));
    var there = energy.slopes(proposals);
    var meanBack = proposals.sub(there.of(proposals).mul(eps * eps / 2));
    var logRatio = here.loss().sub(there.loss()).add(logDensity(x, meanBack)).sub(logDensity(proposals, mean));
    return Acceptance.choose(logRatio, proposals, x, random);
  }

  /** {@code −‖x − mean‖²/(2ε²)} of each chain (n). */
  private Tensor logDensity(Tensor x, Tensor mean) {
    return x.sub(mean).square().sum(IntStream.range(1, x.rank()).toArray()).div(-2 * eps * eps);
  }
}
