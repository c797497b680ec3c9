package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Tensor;

/**
 * Cross-entropy of each row of logits (rows, classes) with its target class (rows), smoothed by ε, plus z·(log Z)²,
 * where Z = Σ exp(logit); 0 where the target is {@code ignore}.
 * dLogits = dLoss·((1 + 2·z·log Z)·softmax − (1−ε)·onehot − ε/classes); the probabilities are never stored.
 */
public final class CrossEntropy implements Op {
  private final Tensor logits;
  private final Tensor targets;
  private final double smoothing;
  private final double z;
  private final int ignore;
  private Tensor lse;

  public CrossEntropy(Tensor logits, Tensor targets, double smoothing, double z, int ignore) {
    this.logits = logits;
    this.targets = targets;
    this.smoothing = smoothing;
    this.z = z;
    this.ignore = ignore;
  }

  @Override public List<Tensor> inputs() {
    return List.of(logits, targets);
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), logits);
    Operands.requireInts(name(), "the targets", targets);
    Operands.requireSameDevice(name(), logits, targets);
    Operands.require(logits.rank() == 2 && targets.shape().equals(logits.shape().without(1)),
        () -> "crossEntropy: logits " + logits.shape() + " and targets " + targets.shape()
            + ", they must be (rows, classes) and (rows)");
    for (int target : targets.toInts()) {
      Operands.require(target == ignore || target >= 0 && target < logits.dim(1),
          () -> "crossEntropy: target " + target + " is no class of " + logits.dim(1));
    }
    var loss = logits.emptyLike(targets.shape());
    lse = logits.emptyLike(targets.shape());
    logits.kernels().softmax().crossEntropy(logits.contiguous().view(), targets.contiguous().view(), smoothing, z,
        ignore, loss.view(), lse.view());
    return loss;
  }

  /** log Z of each row, after {@link #forward}; no gradient follows it. */
  public Tensor logZ() {
    return lse;
  }

  @Override public List<Gradient> backward(Tensor loss, Tensor dLoss) {
    return List.of(() -> Recorder.isListening() ? composed(dLoss) : fused(dLoss), Gradient.NONE);
  }

  private Tensor fused(Tensor dLoss) {
    var dLogits = logits.emptyLike(logits.shape());
    logits.kernels().softmax().crossEntropyGrad(logits.contiguous().view(), targets.contiguous().view(), lse.view(),
        dLoss.contiguous().view(), smoothing, z, ignore, dLogits.view());
    return dLogits;
  }

  private Tensor composed(Tensor dLoss) {
    int classes = logits.dim(1);
    var column = targets.unsqueeze(1);
    var onehot = column.eq(Tensor.range(classes)).to(logits.dtype());
    var kept = column.ne(column.scalarLike(ignore)).to(logits.dtype());
    var q = onehot.mul(1 - smoothing).add(smoothing / classes);
    var p = logits.softmax(-1);
    var pulled = z == 0 ? p : p.mul(logits.logSumExp(-1).unsqueeze(-1).mul(2 * z).add(1));
    return pulled.sub(q).mul(kept).mul(dLoss.unsqueeze(1));
  }
}
