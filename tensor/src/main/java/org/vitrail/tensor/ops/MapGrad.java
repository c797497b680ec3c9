package org.vitrail.tensor.ops;

import java.util.List;
import java.util.Locale;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code dx = dy·f⁽ⁿ⁾(x)} for n = 1 or 2.  With g its own gradient: of x g·dy·f⁽ⁿ⁺¹⁾(x), of dy g·f⁽ⁿ⁾(x). */
public record MapGrad(Unary f, int order, double a, double b, Tensor x, Tensor dy) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, dy);
  }

  @Override public Tensor forward() {
    var dx = x.emptyLike(x.shape());
    x.kernels().elementwise().mapGrad(f, order, a, b, x.view(), dy.view(), dx.view());
    return dx;
  }

  @Override public List<Gradient> backward(Tensor dx, Tensor g) {
    return List.of(() -> higher(g), () -> Tensor.of(new MapGrad(f, order, a, b, x, g)));
  }

  private Tensor higher(Tensor g) {
    if (order == 2) throw new NoGradientException(f.name().toLowerCase(Locale.ROOT) + " has derivatives up to the second");
    return Tensor.of(new MapGrad(f, order + 1, a, b, x, g.mul(dy)));
  }
}
