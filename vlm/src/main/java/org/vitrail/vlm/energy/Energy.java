package org.vitrail.vlm.energy;

import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Tape;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Tensor;

/**
 * A model that says how ill x fits: low where data is, high elsewhere (LeCun et al. 2006). It stands for the
 * distribution {@code p(x) = exp(−E(x))/Z}, of which Z = Σ exp(−E(x)) is out of reach but for small spaces.
 */
@FunctionalInterface
public interface Energy extends Part {

  /** E of each x: (n, …) to (n). */
  Tensor of(Tensor x);

  /**
   * E of each x as {@code loss()}, and ∂E/∂x. The parameters are frozen meanwhile, and no tape around hears of it: a
   * sampler may ask as often as it likes, nothing is kept.
   */
  default Gradients slopes(Tensor x) {
    return Recorder.with(null, () -> Tape.slopes(this::of, x));
  }

  /** {@code E/τ}: a flatter distribution where τ > 1, a steeper one where τ < 1. */
  default Energy tempered(double temperature) {
    return x -> of(x).div(temperature);
  }
}
