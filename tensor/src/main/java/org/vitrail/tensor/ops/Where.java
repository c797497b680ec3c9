package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** {@code z = condition ≠ 0 ? x : y}, broadcast.  dx = condition ? dz : 0,  dy = condition ? 0 : dz. */
public record Where(Tensor condition, Tensor x, Tensor y) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(condition, x, y);
  }

  @Override public Tensor forward() {
    Operands.requireInts(name(), "the condition", condition);
    Operands.requireAlike(name(), x, y);
    var shape = Shape.broadcast(name(), condition.shape(), Shape.broadcast(name(), x.shape(), y.shape()));
    var z = x.emptyLike(shape);
    x.kernels().elementwise().select(Operands.stretch(condition, shape), Operands.stretch(x, shape),
        Operands.stretch(y, shape), z.view());
    return z;
  }

  @Override public List<Gradient> backward(Tensor z, Tensor dz) {
    var zero = dz.scalarLike(0);
    return List.of(Gradient.NONE,
        () -> condition.where(dz, zero).sumTo(x.shape()),
        () -> condition.where(zero, dz).sumTo(y.shape()));
  }
}
