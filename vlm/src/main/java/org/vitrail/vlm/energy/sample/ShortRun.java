package org.vitrail.vlm.energy.sample;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * Langevin steps as deep energy models are trained with (Du and Mordatch 2019, Nijkamp et al. 2019): far downhill with
 * little noise, {@code x ← clamp(x − a·clip(∂E/∂x) + s·n, low, high)}, n ~ N(0, I). With a much greater than s²/2 it
 * draws from a colder distribution than exp(−E)/Z, and reaches it in a few dozen steps.
 *
 * @param rate a
 * @param noise s
 * @param clip bound on each element of the gradient
 */
public record ShortRun(Energy energy, double rate, double noise, double clip, double low, double high)
    implements Sampler {

  @Override public Tensor step(Tensor x, RandomStream random) {
    var slope = energy.slopes(x).of(x).clamp(-clip, clip);
    var moved = x.sub(slope.mul(rate)).add(random.normal(x.shape(), 0, noise).to(x.dtype()));
    return moved.clamp(low, high);
  }
}
