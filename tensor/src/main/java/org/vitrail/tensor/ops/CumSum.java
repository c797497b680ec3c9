package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code yᵢ = Σ_{j≤i} xⱼ} along an axis.  dxⱼ = Σ_{i≥j} dyᵢ. */
public record CumSum(Tensor x, int axis) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    var y = x.emptyLike(x.shape());
    x.kernels().reductions().scan(Kind.SUM, axis, x.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> dy.flip(axis).cumsum(axis).flip(axis));
  }
}
