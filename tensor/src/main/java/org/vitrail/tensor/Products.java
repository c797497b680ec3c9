package org.vitrail.tensor;

import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.ops.ActivatedLinear;
import org.vitrail.tensor.ops.Linear;
import org.vitrail.tensor.ops.MatMul;

/** Sums of products. */
public sealed interface Products permits Tensor {
  Tensor self();

  /** {@code (…, m, k)·(…, k, n) = (…, m, n)}; batch axes broadcast; a vector is a row on the left, a column on the right. */
  default Tensor matmul(Tensor y) {
    var x = self();
    if (x.rank() == 1) return x.unsqueeze(0).matmul(y).squeeze(y.rank() == 1 ? 0 : -2);
    if (y.rank() == 1) return x.matmul(y.unsqueeze(1)).squeeze(-1);
    return Tensor.of(new MatMul(x, y));
  }

  /** {@code x·Wᵀ + b} over the last axis: w (out, in), b (out) or null; any leading axes. */
  default Tensor linear(Tensor w, Tensor b) {
    return Tensor.of(new Linear(self(), w, b, null));
  }

  /** {@code x·Wᵀ + b + residual}, as {@link #linear(Tensor, Tensor)}; the residual has the shape of the result. */
  default Tensor linear(Tensor w, Tensor b, Tensor residual) {
    return Tensor.of(new Linear(self(), w, b, residual));
  }

  /** {@code f(x·Wᵀ + b; a)} over the last axis, as {@link #linear(Tensor, Tensor)}. */
  default Tensor linear(Tensor w, Tensor b, Unary f, double a) {
    return Tensor.of(new ActivatedLinear(self(), w, b, f, a));
  }

  /** {@code xᵢ·yⱼ} of two vectors. */
  default Tensor outer(Tensor y) {
    return einsum("i,j->ij", self(), y);
  }

  /** {@code Σᵢⱼ xᵢ·W[o, i, j]·yⱼ + b[o]} over the last axes: W (out, in1, in2), b (out) or null. */
  default Tensor bilinear(Tensor y, Tensor w, Tensor b) {
    var z = einsum("...i,oij,...j->...o", self(), w, y);
    return b == null ? z : z.add(b);
  }

  /** Einstein summation, see {@link Einsum}: {@code einsum("bqd,bkd->bqk", q, k)}. */
  static Tensor einsum(String rule, Tensor... operands) {
    return Einsum.of(rule, operands);
  }
}
