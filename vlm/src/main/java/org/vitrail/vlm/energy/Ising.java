package org.vitrail.vlm.energy;

import java.util.stream.IntStream;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;

/**
 * Binary units that all see each other (the Boltzmann machine without hidden units, Ackley et al. 1985):
 * {@code E(x) = −b·x − xᵀWx} over x in {0, 1}ⁿ, W symmetric with zeros on the diagonal.
 *
 * @param bias b (n)
 * @param weight (n, n); W is the mean of it and its transpose, without the diagonal
 */
public record Ising(Parameter bias, Parameter weight) implements Energy {

  /** Normal b and W of deviation {@code std}. */
  public static Ising of(Init init, int n, double std) {
    return new Ising(init.normal("bias", std, n), init.normal("weight", std, n, n));
  }

  /** W (n, n). */
  public Tensor couplings() {
    int n = bias.dim(0);
    var off = weight.intsHere(IntStream.range(0, n).toArray(), n).oneHot(n).to(weight.dtype()).neg().add(1);
    return weight.add(weight.t()).mul(0.5).mul(off);
  }

  @Override public Tensor of(Tensor x) {
    return x.matmul(couplings()).mul(x).sum(-1).add(x.matmul(bias)).neg();
  }
}
