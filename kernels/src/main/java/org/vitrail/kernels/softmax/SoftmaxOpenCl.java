package org.vitrail.kernels.softmax;

import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.Launch;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** A few lanes for each row, which read it twice: once for its normaliser, once for the results. */
public final class SoftmaxOpenCl implements Softmax {
  private static final Source SOFTMAX = Source.of(SoftmaxOpenCl.class, "softmax.cl")
      .including(Source.class, "rows.cl").including(Source.class, "pairs.cl");
  private static final Source ENTROPY = Source.of(SoftmaxOpenCl.class, "entropy.cl")
      .including(SoftmaxOpenCl.class, "softmax.cl").including(Source.class, "rows.cl").including(Source.class, "pairs.cl");

  private final OpenClDevice cl;

  public SoftmaxOpenCl(OpenClDevice cl) {
    this.cl = cl;
  }

  @Override public void softmax(View x, View y) {
    rows(cl.kernel(SOFTMAX.of(x.dtype()), "softmax").arg(x).arg(y), x);
  }

  @Override public void softmaxGrad(View y, View dy, View dx) {
    rows(cl.kernel(SOFTMAX.of(y.dtype()), "softmax_grad").arg(y).arg(dy).arg(dx), y);
  }

  @Override public void logSoftmax(View x, View y) {
    rows(cl.kernel(SOFTMAX.of(x.dtype()), "log_softmax").arg(x).arg(y), x);
  }

  @Override public void logSoftmaxGrad(View y, View dy, View dx) {
    rows(cl.kernel(SOFTMAX.of(y.dtype()), "log_softmax_grad").arg(y).arg(dy).arg(dx), y);
  }

  @Override public void crossEntropy(View logits, View targets, double smoothing, double z, int ignore, View loss,
      View lse) {
    rows(cl.kernel(ENTROPY.of(logits.dtype()), "cross_entropy").arg(logits).arg(targets).arg(loss).arg(lse)
        .arg(logits.dtype(), smoothing).arg(logits.dtype(), z).arg(ignore), logits);
  }

  @Override public void crossEntropyGrad(View logits, View targets, View lse, View dLoss, double smoothing, double z,
      int ignore,
      View dLogits) {
    rows(cl.kernel(ENTROPY.of(logits.dtype()), "cross_entropy_grad").arg(logits).arg(targets).arg(lse).arg(dLoss)
        .arg(dLogits).arg(logits.dtype(), smoothing).arg(logits.dtype(), z).arg(ignore), logits);
  }

  private static void rows(Launch launch, View x) {
    int n = x.dim(-1);
    launch.rows(x.size() / Math.max(1, n), n);
  }
}
