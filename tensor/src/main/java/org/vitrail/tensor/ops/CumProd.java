package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * {@code yᵢ = Π_{j≤i} xⱼ} along an axis.  dxₖ = yₖ₋₁·sₖ with sₖ = Σ_{i≥k} dyᵢ·Π_{k<j≤i} xⱼ = dyₖ + xₖ₊₁·sₖ₊₁; nothing
 * is divided, so that it is exact where elements are 0.
 */
public record CumProd(Tensor x, int axis) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    var y = x.emptyLike(x.shape());
    x.kernels().reductions().scan(Kind.PROD, axis, x.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> x.dim(axis) == 0 ? dy : y.pad(axis, 1, -1, 1).mul(s(dy)));
  }

  private Tensor s(Tensor dy) {
    var s = new Tensor[x.dim(axis)];
    int last = s.length - 1;
    s[last] = dy.select(axis, last);
    for (int k = last - 1; k >= 0; k--) s[k] = dy.select(axis, k).add(x.select(axis, k + 1).mul(s[k + 1]));
    return Shaping.stack(axis, List.of(s));
  }
}
