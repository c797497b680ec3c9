package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** The same values without gaps, as another type where asked.  dx = dy, as the type of x. */
public record Copy(Tensor x, DType dtype) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    var y = Tensor.empty(x.device(), dtype, x.shape());
    x.kernels().elementwise().copy(x.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(x.dtype().isReal() && dtype.isReal() ? () -> dy.to(x.dtype()) : Gradient.NONE);
  }
}
