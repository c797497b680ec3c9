package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code y = max x} or {@code min x} over axes, which stay with size 1.  Equal winners share dy. */
public record Extreme(Kind kind, Tensor x, int[] axes) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    for (int axis : axes) {
      Operands.require(x.dim(axis) > 0, () -> name() + ": axis " + axis + " of " + x.shape() + " is empty");
    }
    var y = x.emptyLike(axes.length == 0 ? x.shape() : x.shape().reduced(axes));
    x.kernels().reductions().reduce(kind, x.view(), y.view());
    return y;
  }

  @Override public String name() {
    return kind == Kind.MAX ? "max" : "min";
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> {
      var winners = x.eq(y).to(dy.dtype());
      return winners.mul(dy.div(winners.sumKeep(axes)));
    });
  }
}
