package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** {@code z = x ⋚ y} as I32 0 or 1; it has no gradient. */
public record Compare(Binary f, Tensor x, Tensor y) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, y);
  }

  @Override public Tensor forward() {
    return Combine.broadcast(name(), f, x, y);
  }

  @Override public String name() {
    return f.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override public List<Gradient> backward(Tensor z, Tensor dz) {
    return List.of(Gradient.NONE, Gradient.NONE);
  }
}
