package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * LARS (You et al. 2017): momentum with a rate of its own for each parameter, in proportion to its length.
 * {@code g ← (g + λp)·η‖p‖/(‖g‖ + λ‖p‖ + ε);  b ← μb + g, at first b ← g;  p ← p − lr·b}. Parameters without decay
 * keep their gradient as it is.
 */
public final class Lars extends PerParameter {
  private final double momentum;
  private final double trust;
  private final double eps;

  public Lars(List<Group> groups, double momentum, double trust, double eps) {
    super(groups);
    this.momentum = momentum;
    this.trust = trust;
    this.eps = eps;
  }

  /** η = 0.001, ε = 1e−8. */
  public Lars(List<Group> groups, double momentum) {
    this(groups, momentum, 0.001, 1e-8);
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    var b = memory.zeros("b");
    b.assign(b.mul(momentum).add(decay == 0 ? g : g.add(p.mul(decay)).mul(ratio(norm(p), norm(g), decay))));
    p.assign(p.sub(b.mul(rate)));
  }

  private double ratio(double length, double slope, double decay) {
    return length > 0 && slope > 0 ? trust * length / (slope + length * decay + eps) : 1;
  }
}
