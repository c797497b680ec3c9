package org.vitrail.vlm.energy;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;

/**
 * Restricted Boltzmann machine (Smolensky 1986, Hinton 2002): visible units v and hidden units h, binary, connected to
 * each other and not among themselves. {@code E(v, h) = −a·v − b·h − vᵀWh}; what stays when h is summed out is the free
 * energy {@code F(v) = −a·v − Σⱼ softplus(bⱼ + (vᵀW)ⱼ)}, and {@code p(v) = exp(−F(v))/Z}.
 *
 * @param visible a (v)
 * @param hidden b (h)
 * @param weight W (v, h)
 */
public record Rbm(Parameter visible, Parameter hidden, Parameter weight) implements Energy {

  /** Biases 0 and weights of deviation 0.01 (Hinton 2010, section 8). */
  public static Rbm of(Init init, int visible, int hidden) {
    return new Rbm(init.zeros("visible", visible), init.zeros("hidden", hidden),
        init.normal("weight", 0.01, visible, hidden));
  }

  /** F of each v: (n, v) to (n). */
  @Override public Tensor of(Tensor v) {
    return v.matmul(visible).add(v.matmul(weight).add(hidden).softplus().sum(-1)).neg();
  }

  /** E of each pair: (n, v) and (n, h) to (n). */
  public Tensor of(Tensor v, Tensor h) {
    return v.matmul(visible).add(h.matmul(hidden)).add(v.matmul(weight).mul(h).sum(-1)).neg();
  }

  /** {@code P(hⱼ = 1 | v) = σ(bⱼ + (vᵀW)ⱼ)}: (n, v) to (n, h). */
  public Tensor hiddenGiven(Tensor v) {
    return v.matmul(weight).add(hidden).sigmoid();
  }

  /** {@code P(vᵢ = 1 | h) = σ(aᵢ + (Wh)ᵢ)}: (n, h) to (n, v). */
  public Tensor visibleGiven(Tensor h) {
    return h.matmul(weight.t()).add(visible).sigmoid();
  }
}
