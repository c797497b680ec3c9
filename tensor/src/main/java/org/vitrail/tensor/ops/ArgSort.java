package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** Places (I32) of the elements of the last axis in sorted order; equal ones keep their order. No gradient. */
public record ArgSort(Tensor x, boolean descending) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    Operands.require(x.rank() > 0, () -> "argsort: a scalar has no axis to sort");
    var places = Tensor.empty(x.device(), DType.I32, x.shape());
    x.kernels().reductions().sort(descending, x.view(), x.emptyLike(x.shape()).view(), places.view());
    return places;
  }

  @Override public String name() {
    return "argsort";
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(Gradient.NONE);
  }
}
