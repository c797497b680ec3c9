package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** A constant before and after x along an axis; negative widths crop.  dx = the part of dy that came from x. */
public record Pad(Tensor x, int axis, int before, int after, double value) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    int size = x.dim(axis) + before + after;
    Operands.require(size >= 0,
        () -> "pad: cropping " + -before + " and " + -after + " leaves nothing of axis " + axis + " of " + x.shape());
    var y = x.emptyLike(x.shape().with(axis, size));
    int crop = Math.max(0, -before);
    int count = Math.max(0, x.dim(axis) - crop - Math.max(0, -after));
    y.kernels().elementwise().fill(value, y.view());
    y.kernels().elementwise().copy(new Slice(x, axis, crop, count, 1).view(x),
        new Slice(y, axis, Math.max(0, before), count, 1).view(y));
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> dy.pad(axis, -before, -after, 0));
  }
}
