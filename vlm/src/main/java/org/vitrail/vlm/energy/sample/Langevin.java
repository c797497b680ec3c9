package org.vitrail.vlm.energy.sample;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * The unadjusted Langevin algorithm (Roberts and Tweedie 1996): downhill and a shake,
 * {@code x ← x − ε²/2·∂E/∂x + ε·n}, n ~ N(0, I). Off by O(ε²) in the long run, for the path is cut into steps.
 */
public record Langevin(Energy energy, double eps) implements Sampler {

  @Override public Tensor step(Tensor x, RandomStream random) {
    var slope = energy.slopes(x).of(x);
    return x.sub(slope.mul(eps * eps / 2)).add(random.normal(x.shape(), 0, eps).to(x.dtype()));
  }
}
