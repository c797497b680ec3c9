package org.vitrail.tensor.ops;

import java.util.List;
import java.util.Locale;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code y = f(x; a, b)} for each element.  dx = dy·f′(x). */
public record Map(Unary f, double a, double b, Tensor x) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    if (f != Unary.AFFINE) Operands.requireReal(name(), x);
    var y = x.emptyLike(x.shape());
    x.kernels().elementwise().map(f, a, b, x.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> f == Unary.AFFINE ? dy.mul(a) : Tensor.of(new MapGrad(f, 1, a, b, x, dy)));
  }

  @Override public String name() {
    return f.name().toLowerCase(Locale.ROOT);
  }
}
