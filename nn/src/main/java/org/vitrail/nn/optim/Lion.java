package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * Lion (Chen et al. 2023), decoupled weight decay λ:
 * {@code p ← p − lr·λp − lr·sign(β₁m + (1 − β₁)g);  m ← β₂m + (1 − β₂)g}.
 */
public final class Lion extends PerParameter {
  private final double beta1;
  private final double beta2;

  public Lion(List<Group> groups, double beta1, double beta2) {
    super(groups);
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  /** β₁ = 0.9, β₂ = 0.99. */
  public Lion(List<Group> groups) {
    this(groups, 0.9, 0.99);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var m = memory.zeros("m");
    var direction = m.mul(beta1).add(g.mul(1 - beta1)).sign();
    p.assign(p.mul(1 - rate * decay).sub(direction.mul(rate)));
    average(m, beta2, g);
  }
}
