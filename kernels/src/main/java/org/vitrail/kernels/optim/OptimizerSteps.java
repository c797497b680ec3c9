package org.vitrail.kernels.optim;

import org.vitrail.kernels.View;

/** Updates of parameters in place, one pass over memory. All views are contiguous and of one size. */
public interface OptimizerSteps {

  /**
   * AdamW (Loshchilov and Hutter 2019), step number t counting from 1:
   * {@code p ← p − lr·decay·p; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²;
   * p ← p − lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + eps)}. The gradient is multiplied by {@code gradScale} first (clipping).
   */
  void adamW(View p, View g, View m, View v, AdamW step);

  /** The numbers of one AdamW step. */
  record AdamW(double lr, double beta1, double beta2, double eps, double decay, int t, double gradScale) {}
}
