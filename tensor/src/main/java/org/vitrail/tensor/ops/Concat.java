package org.vitrail.tensor.ops;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** Tensors joined along an axis.  The gradient of each is its part of dy. */
public record Concat(List<Tensor> inputs, int axis) implements Op {

  @Override public Tensor forward() {
    var first = inputs.getFirst();
    int total = 0;
    for (var part : inputs) {
      Operands.requireAlike("cat", first, part);
      Operands.require(part.rank() == first.rank() && part.shape().with(axis, first.dim(axis)).equals(first.shape()),
          () -> "cat: " + first.shape() + " and " + part.shape() + " differ outside axis " + axis);
      total += part.dim(axis);
    }
    var y = first.emptyLike(first.shape().with(axis, total));
    int start = 0;
    for (var part : inputs) {
      var place = new Slice(y, axis, start, part.dim(axis), 1);
      y.kernels().elementwise().copy(part.view(), place.view(y));
      start += part.dim(axis);
    }
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    var gradients = new ArrayList<Gradient>();
    int start = 0;
    for (var part : inputs) {
      int from = start;
      int to = start + part.dim(axis);
      gradients.add(() -> dy.slice(axis, from, to));
      start = to;
    }
    return gradients;
  }

  @Override public String name() {
    return "cat";
  }
}
