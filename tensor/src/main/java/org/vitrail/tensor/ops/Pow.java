package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code z = x^y}.  dx = dz·y·x^(y−1),  dy = dz·z·log x, where log 0 counts as 0. */
public record Pow(Tensor x, Tensor y) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, y);
  }

  @Override public Tensor forward() {
    return Combine.broadcast(name(), Binary.POW, x, y);
  }

  @Override public List<Gradient> backward(Tensor z, Tensor dz) {
    return List.of(
        () -> dz.mul(y).mul(x.pow(y.sub(1))).sumTo(x.shape()),
        () -> dz.mul(z).mul(x.maskedFill(x.eq(0), 1).log()).sumTo(y.shape()));
  }
}
