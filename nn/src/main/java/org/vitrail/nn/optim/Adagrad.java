package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** Adagrad (Duchi et al. 2011), weight decay λ as L2: {@code g ← g + λp;  s ← s + g²;  p ← p − lr·g/(√s + ε)}. */
public final class Adagrad extends PerParameter {
  private final double eps;

  public Adagrad(List<Group> groups, double eps) {
    super(groups);
    this.eps = eps;
  }

  /** ε = 1e−10. */
  public Adagrad(List<Group> groups) {
    this(groups, 1e-10);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var slope = decay == 0 ? g : g.add(p.mul(decay));
    var s = memory.zeros("s");
    s.assign(s.add(slope.square()));
    p.assign(p.sub(slope.mul(rate).div(s.sqrt().add(eps))));
  }
}
