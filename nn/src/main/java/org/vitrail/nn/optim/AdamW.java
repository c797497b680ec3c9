package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.optim.OptimizerSteps;
import org.vitrail.tensor.Tensor;

/**
 * AdamW (Loshchilov and Hutter 2019), one pass over memory: {@code p ← p − lr·λp}, then Adam's step
 * {@code m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)}.
 */
public final class AdamW extends PerParameter {
  private final double beta1;
  private final double beta2;
  private final double eps;
  private double gradScale = 1;

  public AdamW(List<Group> groups, double beta1, double beta2, double eps) {
    super(groups);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
  }

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e−8. */
  public AdamW(List<Group> groups) {
    this(groups, 0.9, 0.999, 1e-8);
  }

  @Override public void step(Gradients gradients, double scale, double rate) {
    gradScale = scale;
    super.step(gradients, 1, rate);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var numbers = new OptimizerSteps.AdamW(rate, beta1, beta2, eps, decay, memory.t(), gradScale);
    p.kernels().optimizerSteps().adamW(p.view(), g.contiguous().view(), memory.zeros("m").view(),
        memory.zeros("v").view(), numbers);
  }
}
