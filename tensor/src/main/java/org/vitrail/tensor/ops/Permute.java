package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/** A view whose axis i is axis {@code axes[i]} of x.  dx = dy with the axes in their old places. */
public record Permute(Tensor x, int[] axes) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    var shape = new int[axes.length];
    var strides = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      shape[i] = x.dim(axes[i]);
      strides[i] = x.view().stride(axes[i]);
    }
    return new Tensor(x.device(), new View(x.view().storage(), x.view().offset(), shape, strides));
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    var inverse = new int[axes.length];
    for (int i = 0; i < axes.length; i++) inverse[axes[i]] = i;
    return List.of(() -> dy.permute(inverse));
  }
}
