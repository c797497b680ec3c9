package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** Place (I32) of the first largest or smallest element along an axis, which stays with size 1; no gradient. */
public record ArgExtremum(Kind kind, Tensor x, int axis) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    Operands.require(x.dim(axis) > 0, () -> name() + ": axis " + axis + " of " + x.shape() + " is empty");
    var y = Tensor.empty(x.device(), DType.I32, x.shape().with(axis, 1));
    x.kernels().reductions().arg(kind, axis, x.view(), y.view());
    return y;
  }

  @Override public String name() {
    return kind == Kind.MAX ? "argmax" : "argmin";
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(Gradient.NONE);
  }
}
