package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * RMSprop (Tieleman and Hinton 2012) with momentum μ, weight decay λ as L2:
 * {@code g ← g + λp;  v ← αv + (1 − α)g²;  b ← μb + g/(√v + ε);  p ← p − lr·b}.
 */
public final class RmsProp extends PerParameter {
  private final double alpha;
  private final double eps;
  private final double momentum;

  public RmsProp(List<Group> groups, double alpha, double eps, double momentum) {
    super(groups);
    this.alpha = alpha;
    this.eps = eps;
    this.momentum = momentum;
  }

  /** α = 0.99, ε = 1e−8, no momentum. */
  public RmsProp(List<Group> groups) {
    this(groups, 0.99, 1e-8, 0);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var slope = decay == 0 ? g : g.add(p.mul(decay));
    var v = average(memory.zeros("v"), alpha, slope.square());
    var direction = slope.div(v.sqrt().add(eps));
    if (momentum > 0) {
      var b = memory.zeros("b");
      b.assign(b.mul(momentum).add(direction));
      direction = b;
    }
    p.assign(p.sub(direction.mul(rate)));
  }
}
