package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * Stochastic gradient descent with momentum μ and dampening τ (Sutskever et al. 2013), weight decay λ as L2:
 * {@code g ← g + λp;  b ← μb + (1 − τ)g, at first b ← g;  p ← p − lr·b}, or with Nesterov's momentum
 * {@code p ← p − lr·(g + μb)}.
 */
public final class Sgd extends PerParameter {
  private final double momentum;
  private final double dampening;
  private final boolean nesterov;

  public Sgd(List<Group> groups, double momentum, double dampening, boolean nesterov) {
    super(groups);
    this.momentum = momentum;
    this.dampening = dampening;
    this.nesterov = nesterov;
  }

  public Sgd(List<Group> groups, double momentum) {
    this(groups, momentum, 0, false);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var slope = decay == 0 ? g : g.add(p.mul(decay));
    p.assign(p.sub(direction(slope, memory).mul(rate)));
  }

  private Tensor direction(Tensor g, Memory memory) {
    if (momentum == 0) return g;
    var b = memory.zeros("b");
    b.assign(memory.t() == 1 ? g : b.mul(momentum).add(g.mul(1 - dampening)));
    return nesterov ? g.add(b.mul(momentum)) : b;
  }
}
