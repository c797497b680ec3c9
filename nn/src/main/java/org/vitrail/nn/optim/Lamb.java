package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * LAMB (You et al. 2020): Adam's direction u, with weight decay, at a length in proportion to the parameter's own.
 * {@code u ← m/(1 − β₁ᵗ) / (√v/√(1 − β₂ᵗ) + ε) + λp;  p ← p − lr·(‖p‖/‖u‖)·u}. The gradients of all parameters together
 * are first brought to a norm of at most {@code maxNorm}. Parameters without decay keep the ratio 1.
 */
public final class Lamb extends PerParameter {
  private final double beta1;
  private final double beta2;
  private final double eps;
  private final double maxNorm;

  public Lamb(List<Group> groups, double beta1, double beta2, double eps, double maxNorm) {
    super(groups);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.maxNorm = maxNorm;
  }

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e−6, maxNorm = 1. */
  public Lamb(List<Group> groups) {
    this(groups, 0.9, 0.999, 1e-6, 1);
  }

  @Override public void step(Gradients gradients, double scale, double rate) {
    double norm = scale * Clipping.norm(parameters(), gradients, 2);
    super.step(gradients, scale / Math.max(1, norm / maxNorm), rate);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var m = average(memory.zeros("m"), beta1, g);
    var v = average(memory.zeros("v"), beta2, g.square());
    double bias1 = 1 - Math.pow(beta1, memory.t());
    double bias2 = 1 - Math.pow(beta2, memory.t());
    var u = m.div(bias1).div(v.sqrt().div(Math.sqrt(bias2)).add(eps)).add(p.mul(decay));
    p.assign(p.sub(u.mul(rate * (decay == 0 ? 1 : trust(norm(p), norm(u))))));
  }

  private static double trust(double length, double step) {
    return length > 0 && step > 0 ? length / step : 1;
  }
}
