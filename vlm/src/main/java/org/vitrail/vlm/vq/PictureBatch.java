package org.vitrail.vlm.vq;

import java.util.Collection;
import java.util.List;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** Pictures (B, C, H, W) from −1 to 1. Training gives their memory back after their step. */
public record PictureBatch(Tensor pixels) implements Scope.Holder {
  @Override public Collection<Tensor> tensors() {
    return List.of(pixels);
  }
}
