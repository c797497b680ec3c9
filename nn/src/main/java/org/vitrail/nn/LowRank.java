package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * What a frozen linear map learns beside its weights (LoRA, Hu et al. 2021, arXiv 2106.09685): {@code scale·B·A·x},
 * with A (rank, in) and B (out, rank). B begins at 0, so that nothing changes at first.
 */
public record LowRank(Parameter a, Parameter b, double scale) implements Part {

  /** A as a linear map of PyTorch begins, uniform up to 1/√in. */
  public static LowRank of(Init init, int in, int out, int rank, double scale) {
    return new LowRank(init.uniform("a", 1 / Math.sqrt(in), rank, in), init.zeros("b", out, rank), scale);
  }

  /** {@code y + scale·B·A·x}. */
  Tensor onto(Tensor y, Tensor x) {
    return x.linear(a, null).mul(scale).linear(b, null, y);
  }

  /** {@code scale·B·A} (out, in). */
  public Tensor product() {
    return b.matmul(a).mul(scale);
  }
}
