package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * Adam (Kingma and Ba 2015), weight decay λ as L2:
 * {@code g ← g + λp;  m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;
 * p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)}. AMSGrad (Reddi et al. 2018) takes the largest v so far for v.
 */
public final class Adam extends PerParameter {
  private final double beta1;
  private final double beta2;
  private final double eps;
  private final boolean amsgrad;

  public Adam(List<Group> groups, double beta1, double beta2, double eps, boolean amsgrad) {
    super(groups);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.amsgrad = amsgrad;
  }

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e−8. */
  public Adam(List<Group> groups) {
    this(groups, 0.9, 0.999, 1e-8, false);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var slope = decay == 0 ? g : g.add(p.mul(decay));
    var m = average(memory.zeros("m"), beta1, slope);
    var v = average(memory.zeros("v"), beta2, slope.square());
    if (amsgrad) {
      var peak = memory.zeros("peak");
      peak.assign(peak.maximum(v));
      v = peak;
    }
    double bias1 = 1 - Math.pow(beta1, memory.t());
    double bias2 = 1 - Math.pow(beta2, memory.t());
    p.assign(p.sub(m.mul(rate / bias1).div(v.sqrt().div(Math.sqrt(bias2)).add(eps))));
  }
}
