package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/** {@code y[…, i, …] = x[…, index[…, i, …], …]} along an axis.  dx = dy, added at the places it came from. */
public record Gather(Tensor x, int axis, Tensor index) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, index);
  }

  @Override public Tensor forward() {
    requireIndex(name(), x.shape(), axis, index);
    Operands.requireSameDevice(name(), x, index);
    var y = x.emptyLike(index.shape());
    x.kernels().indexing().gather(axis, x.view(), index.view(), y.view());
    return y;
  }

  static void requireIndex(String op, Shape shape, int axis, Tensor index) {
    Operands.requireInts(op, "the index", index);
    Operands.require(index.rank() == shape.rank(),
        () -> op + ": the index " + index.shape() + " has not the axes of " + shape);
    for (int i = 0; i < shape.rank(); i++) {
      if (i == axis || index.dim(i) <= shape.dim(i)) continue;
      throw new ShapeException(op + ": the index " + index.shape() + " is larger than " + shape + " on axis " + i);
    }
    Operands.requireIndices(op, index, shape.dim(axis));
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> Tensor.of(new ScatterAdd(dy, axis, index, x.shape())), Gradient.NONE);
  }

  /** Zeros with src added at {@code index} along an axis.  Its gradient gathers them again. */
  public record ScatterAdd(Tensor src, int axis, Tensor index, Shape shape) implements Op {

    @Override public List<Tensor> inputs() {
      return List.of(src, index);
    }

    @Override public Tensor forward() {
      requireIndex(name(), shape, axis, index);
      var out = src.emptyLike(shape);
      out.kernels().elementwise().fill(0, out.view());
      out.kernels().indexing().scatterAdd(axis, src.view(), index.view(), out.view());
      return out;
    }

    @Override public List<Gradient> backward(Tensor out, Tensor g) {
      return List.of(() -> g.gather(axis, index), Gradient.NONE);
    }
  }
}
