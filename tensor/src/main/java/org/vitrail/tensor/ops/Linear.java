package org.vitrail.tensor.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * {@code y = x·Wᵀ + b + r} over the last axis: x (…, in), W (out, in), b (out) or null, the residual r (…, out) or null,
 * y (…, out). The leading axes are one long axis of rows to the product.  dx = dy·W,  dW = dyᵀ·x,  db = Σ_rows dy,
 * dr = dy.
 */
public record Linear(Tensor x, Tensor w, Tensor b, Tensor residual) implements Op {

  @Override public List<Tensor> inputs() {
    return Stream.of(x, w, b, residual).filter(t -> t != null).toList();
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
        () -> op + ": x is " + x.shape() + " and w " + w.shape() + ", they must be (…, in) and (out, in)");
    if (b != null) {
      Operands.requireAlike(op, x, b);
      Operands.require(b.shape().equals(Shape.of(w.dim(0))),
          () -> op + ": the bias is " + b.shape() + ", w " + w.shape() + " has " + w.dim(0) + " outputs");
    }
    if (residual != null) {
      Operands.requireAlike(op, x, residual);
      Operands.require(residual.shape().equals(x.shape().with(-1, w.dim(0))),
          () -> op + ": the residual is " + residual.shape() + ", the product " + x.shape().with(-1, w.dim(0)));
    }
  }

  /** Memory for y. */
  Tensor empty() {
    return x.emptyLike(x.shape().with(-1, w.dim(0)));
  }

  void multiply(Tensor y) {
    var epilogue = b == null ? Gemm.Epilogue.NONE : Gemm.Epilogue.bias(b.view());
    x.kernels().gemm().multiply(rows(x).view(), w.t().view(), rows(y).view(),
        residual == null ? epilogue : epilogue.plus(rows(residual).view()));
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    var d = rows(dy);
    var answers = new ArrayList<Gradient>();
    answers.add(() -> d.matmul(w).reshape(x.shape()));
    answers.add(() -> d.t().matmul(rows(x)));
    if (b != null) answers.add(() -> d.sum(0));
    if (residual != null) answers.add(() -> dy);
    return answers;
  }

  /** (…, n) as (rows, n). */
  static Tensor rows(Tensor t) {
    return t.reshape(t.shape().without(-1).size(), t.dim(-1));
  }
}
