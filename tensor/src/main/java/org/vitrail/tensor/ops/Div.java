package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code z = x/y}.  dx = dz/y,  dy = −dz·z/y. */
public record Div(Tensor x, Tensor y) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, y);
  }

  @Override public Tensor forward() {
    return Combine.broadcast(name(), Binary.DIV, x, y);
  }

  @Override public List<Gradient> backward(Tensor z, Tensor dz) {
    return List.of(() -> dz.div(y).sumTo(x.shape()), () -> dz.mul(z).div(y).neg().sumTo(y.shape()));
  }
}
