package org.vitrail.tensor;

import org.vitrail.tensor.ops.CrossEntropy;
import org.vitrail.tensor.ops.LayerNorm;
import org.vitrail.tensor.ops.LogSoftmax;
import org.vitrail.tensor.ops.RmsNorm;
import org.vitrail.tensor.ops.Softmax;

/** Rows brought to a common scale. */
public sealed interface Normalizing permits Tensor {
  Tensor self();

  /** {@code exp(x)/Σ exp(x)} along {@code axis}. */
  default Tensor softmax(int axis) {
    return Tensor.of(new Softmax(self().transpose(axis, -1))).transpose(axis, -1);
  }

  /** {@code x − log Σ exp(x)} along {@code axis}. */
  default Tensor logSoftmax(int axis) {
    return Tensor.of(new LogSoftmax(self().transpose(axis, -1))).transpose(axis, -1);
  }

  /** {@code (x − mean)/√(var + eps)·weight + bias} over the last axis; weight and bias may be null. */
  default Tensor layerNorm(Tensor weight, Tensor bias, double eps) {
    return Tensor.of(new LayerNorm(self(), weight, bias, eps));
  }

  /** {@code x/√(mean(x²) + eps)·weight} over the last axis; weight may be null. */
  default Tensor rmsNorm(Tensor weight, double eps) {
    return Tensor.of(new RmsNorm(self(), weight, eps));
  }

  /** {@code x/max(‖x‖, 1e-12)} along {@code axis}. */
  default Tensor l2Normalize(int axis) {
    return self().div(self().normKeep(2, axis).clamp(1e-12, Double.POSITIVE_INFINITY));
  }

  /** {@code x·y/(max(‖x‖, ε)·max(‖y‖, ε))} along {@code axis}, ε = 1e-8. */
  default Tensor cosineSimilarity(Tensor y, int axis) {
    var x = self();
    var unitX = x.div(x.normKeep(2, axis).clamp(1e-8, Double.POSITIVE_INFINITY));
    var unitY = y.div(y.normKeep(2, axis).clamp(1e-8, Double.POSITIVE_INFINITY));
    return unitX.mul(unitY).sum(axis);
  }

  /** Mean cross-entropy of these logits (n, classes) with the class of each row. */
  default Tensor crossEntropy(int... targets) {
    return crossEntropyEach(Tensor.of(targets, targets.length), 0, -100).mean();
  }

  /** Cross-entropy of each row of (rows, classes) with I32 targets (rows); 0 where the target is {@code ignore}. */
  default Tensor crossEntropyEach(Tensor targets, double smoothing, int ignore) {
    return Tensor.of(new CrossEntropy(self(), targets, smoothing, ignore));
  }
}
