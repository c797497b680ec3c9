package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * NAdam (Dozat 2016): Adam with Nesterov's momentum, weight decay λ as L2. The momentum grows with the step,
 * {@code μₜ = β₁(1 − ½·0.96^(0.004t))}, {@code Πₜ = μ₁·…·μₜ};
 * {@code p ← p − lr·((1 − μₜ)/(1 − Πₜ)·g + μₜ₊₁/(1 − Πₜ₊₁)·m) / (√(v/(1 − β₂ᵗ)) + ε)}.
 */
public final class NAdam extends PerParameter {
  private static final double MOMENTUM_DECAY = 0.004;

  private final double beta1;
  private final double beta2;
  private final double eps;

  public NAdam(List<Group> groups, double beta1, double beta2, double eps) {
    super(groups);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
  }

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e−8. */
  public NAdam(List<Group> groups) {
    this(groups, 0.9, 0.999, 1e-8);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var slope = decay == 0 ? g : g.add(p.mul(decay));
    double mu = mu(memory.t());
    double nextMu = mu(memory.t() + 1);
    var product = memory.full("product", 1, Shape.SCALAR);
    product.assign(product.mul(mu));
    var m = average(memory.zeros("m"), beta1, slope);
    var v = average(memory.zeros("v"), beta2, slope.square());
    var root = v.div(1 - Math.pow(beta2, memory.t())).sqrt().add(eps);
    double now = rate * (1 - mu) / (1 - product.item());
    double ahead = rate * nextMu / (1 - product.item() * nextMu);
    p.assign(p.sub(slope.mul(now).add(m.mul(ahead)).div(root)));
  }

  private double mu(int t) {
    return beta1 * (1 - 0.5 * Math.pow(0.96, t * MOMENTUM_DECAY));
  }
}
