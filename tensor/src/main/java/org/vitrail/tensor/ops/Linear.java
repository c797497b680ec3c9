package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * {@code y = x·Wᵀ + b} over the last axis: x (…, in), W (out, in), b (out) or null, y (…, out). The leading axes are
 * one long axis of rows to the product.  dx = dy·W,  dW = dyᵀ·x,  db = Σ_rows dy.
 */
public record Linear(Tensor x, Tensor w, Tensor b) implements Op {

  @Override public List<Tensor> inputs() {
    return b == null ? List.of(x, w) : List.of(x, w, b);
  }

  @Override public Tensor forward() {
    requireOperands(name());
    var y = empty();
    multiply(y);
    return y;
  }

  void requireOperands(String op) {
    Operands.requireAlike(op, x, w);
    Operands.requireReal(op, x);
    Operands.require(x.rank() > 0 && w.rank() == 2 && x.dim(-1) == w.dim(1),
        op + ": x is " + x.shape() + " and w " + w.shape() + ", they must be (…, in) and (out, in)");
    if (b != null) {
      Operands.requireAlike(op, x, b);
      Operands.require(b.shape().equals(Shape.of(w.dim(0))),
          op + ": the bias is " + b.shape() + ", w " + w.shape() + " has " + w.dim(0) + " outputs");
    }
  }

  /** Memory for y. */
  Tensor empty() {
    return x.emptyLike(x.shape().with(-1, w.dim(0)));
  }

  void multiply(Tensor y) {
    x.kernels().gemm().multiply(rows(x).view(), w.t().view(), rows(y).view(),
        b == null ? Gemm.Epilogue.NONE : Gemm.Epilogue.bias(b.view()));
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    var d = rows(dy);
    Gradient dx = () -> d.matmul(w).reshape(x.shape());
    Gradient dW = () -> d.t().matmul(rows(x));
    return b == null ? List.of(dx, dW) : List.of(dx, dW, () -> d.sum(0));
  }

  /** (…, n) as (rows, n). */
  static Tensor rows(Tensor t) {
    return t.reshape(t.shape().without(-1).size(), t.dim(-1));
  }
}
