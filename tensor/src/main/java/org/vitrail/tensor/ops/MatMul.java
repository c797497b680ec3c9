package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** {@code C = A·B} over the last two axes, batch axes broadcast.  dA = dC·Bᵀ,  dB = Aᵀ·dC. */
public record MatMul(Tensor a, Tensor b) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(a, b);
  }

  @Override public Tensor forward() {
    Operands.requireAlike(name(), a, b);
    Operands.requireReal(name(), a);
    Operands.require(a.dim(-1) == b.dim(-2),
        () -> "matmul: " + a.shape() + " · " + b.shape() + ": inner sizes differ, " + a.dim(-1) + " and " + b.dim(-2));
    var batch = Shape.broadcast(name(), a.shape().without(-2, -1), b.shape().without(-2, -1));
    var c = a.emptyLike(batch.insert(batch.rank(), a.dim(-2)).insert(batch.rank() + 1, b.dim(-1)));
    a.kernels().gemm().multiply(matrices(a, batch), matrices(b, batch), c.view(), Gemm.Epilogue.NONE);
    return c;
  }

  /** The matrices of x, one for each place of {@code batch}. */
  static View matrices(Tensor x, Shape batch) {
    int rank = batch.rank();
    return Operands.stretch(x, batch.insert(rank, x.dim(-2)).insert(rank + 1, x.dim(-1)));
  }

  @Override public List<Gradient> backward(Tensor c, Tensor dC) {
    return List.of(() -> dC.matmul(b.t()).sumTo(a.shape()), () -> a.t().matmul(dC).sumTo(b.shape()));
  }

  @Override public String name() {
    return "matmul";
  }
}
