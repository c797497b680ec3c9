package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code y = Σ x} over axes, which stay with size 1.  dx = dy, repeated. */
public record Sum(Tensor x, int[] axes) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    var y = x.emptyLike(axes.length == 0 ? x.shape() : x.shape().reduced(axes));
    x.kernels().reductions().reduce(Kind.SUM, x.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> dy.expand(x.shape()));
  }
}
