package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/**
 * x with {@code y[…, index[…, i, …], …] = src[…, i, …]} along an axis; the last writer of a place wins.
 * dx = dy with zeros written there,  dsrc = dy gathered there.
 */
public record Scatter(Tensor x, int axis, Tensor index, Tensor src) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, index, src);
  }

  @Override public Tensor forward() {
    Operands.requireAlike(name(), x, src);
    Operands.requireSameDevice(name(), x, index);
    Operands.require(src.shape().equals(index.shape()),
        () -> "scatter: the source is " + src.shape() + ", the index " + index.shape() + "; they must have one shape");
    Gather.requireIndex(name(), x.shape(), axis, index);
    var y = x.emptyLike(x.shape());
    y.kernels().elementwise().copy(x.view(), y.view());
    y.kernels().indexing().scatter(axis, src.view(), index.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> dy.scatter(axis, index, src.zerosLike()), Gradient.NONE, () -> dy.gather(axis, index));
  }
}
