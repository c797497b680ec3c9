package org.vitrail.vlm.energy.train;

import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * {@code mean E(x⁺) − mean E(x⁻) + α·(mean E(x⁺)² + mean E(x⁻)²)} of data x⁺ and samples x⁻ of the model. For α = 0 its
 * gradient is that of the negative log-likelihood, {@code E_data[∂E] − E_model[∂E]}; its value is no likelihood, and
 * may well be negative. The squares keep energies from drifting (Du and Mordatch 2019, section 3.2).
 */
public record PhaseLoss(double alpha) {

  public Tensor of(Energy energy, Tensor positives, Tensor negatives) {
    var up = energy.of(positives);
    var down = energy.of(negatives.detach());
    var gap = up.mean().sub(down.mean());
    return alpha == 0 ? gap : gap.add(up.square().mean().add(down.square().mean()).mul(alpha));
  }
}
