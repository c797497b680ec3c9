package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Tensor;

/** {@code y = x − log Σ exp(x)} over the last axis.  dx = dy − exp(y)·Σ dy. */
public record LogSoftmax(Tensor x) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), x);
    var y = x.emptyLike(x.shape());
    x.kernels().softmax().logSoftmax(x.contiguous().view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> Recorder.isListening() ? dy.sub(y.exp().mul(dy.sumKeep(-1))) : fused(y, dy));
  }

  private static Tensor fused(Tensor y, Tensor dy) {
    var dx = y.emptyLike(y.shape());
    y.kernels().softmax().logSoftmaxGrad(y.view(), dy.contiguous().view(), dx.view());
    return dx;
  }
}
