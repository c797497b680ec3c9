package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code z = max(x, y)} or {@code min(x, y)}.  The gradient goes to the winner; equal elements take half each. */
public record Extremum(Binary f, Tensor x, Tensor y) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, y);
  }

  @Override public Tensor forward() {
    return Combine.broadcast(name(), f, x, y);
  }

  @Override public String name() {
    return f == Binary.MAX ? "maximum" : "minimum";
  }

  @Override public List<Gradient> backward(Tensor z, Tensor dz) {
    return List.of(() -> dz.mul(share(x, y, dz)).sumTo(x.shape()), () -> dz.mul(share(y, x, dz)).sumTo(y.shape()));
  }

  private Tensor share(Tensor own, Tensor other, Tensor like) {
    var wins = f == Binary.MAX ? own.gt(other) : own.lt(other);
    return wins.to(like.dtype()).add(own.eq(other).to(like.dtype()).mul(0.5));
  }
}
