package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/**
 * {@code y = Π xᵢ} along an axis, which stays with size 1.  dxᵢ = dy·Π_{j≠i} xⱼ, as the product of all before and the
 * product of all after, which is exact where elements are 0.
 */
public record Prod(Tensor x, int axis) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    var y = x.emptyLike(x.shape().with(axis, 1));
    x.kernels().reductions().reduce(Kind.PROD, x.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> dy.mul(allBefore(x)).mul(allBefore(x.flip(axis)).flip(axis)));
  }

  /** Π_{j<i} xⱼ. */
  private Tensor allBefore(Tensor t) {
    return t.cumprod(axis).pad(axis, 1, -1, 1);
  }
}
