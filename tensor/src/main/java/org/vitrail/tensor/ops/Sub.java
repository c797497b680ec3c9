package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code z = x − y}.  dx = dz,  dy = −dz. */
public record Sub(Tensor x, Tensor y) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, y);
  }

  @Override public Tensor forward() {
    return Combine.broadcast(name(), Binary.SUB, x, y);
  }

  @Override public List<Gradient> backward(Tensor z, Tensor dz) {
    return List.of(() -> dz.sumTo(x.shape()), () -> dz.neg().sumTo(y.shape()));
  }
}
