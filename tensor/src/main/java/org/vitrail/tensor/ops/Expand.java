package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/** A view that repeats axes of size 1, with strides of 0.  dx = the sum of dy over the repeats. */
public record Expand(Tensor x, Shape shape) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    if (shape.rank() < x.rank() || !Shape.broadcast(name(), x.shape(), shape).equals(shape)) {
      throw new ShapeException("expand: " + x.shape() + " does not stretch to " + shape);
    }
    return new Tensor(x.device(), Operands.stretch(x, shape));
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> dy.sumTo(x.shape()));
  }
}
