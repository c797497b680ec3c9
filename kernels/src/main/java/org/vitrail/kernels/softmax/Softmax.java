package org.vitrail.kernels.softmax;

import org.vitrail.kernels.View;

/**
 * Normalised exponentials over the last axis. All views are contiguous.
 *
 * <p>A row of which every entry is −∞ gives NaN, as exp(−∞ + ∞) does.
 */
public interface Softmax {

  /** {@code y = exp(x − max) / Σ exp(x − max)}. */
  void softmax(View x, View y);

  /** {@code dx = y · (dy − Σ dy·y)}. */
  void softmaxGrad(View y, View dy, View dx);

  /** {@code y = x − max − log Σ exp(x − max)}. */
  void logSoftmax(View x, View y);

  /** {@code dx = dy − exp(y) · Σ dy}. */
  void logSoftmaxGrad(View y, View dy, View dx);

  /**
   * Cross-entropy of row r with target class t = targets[r]:
   * {@code loss[r] = (1−ε)·(lse − x[t]) + ε·(lse − mean_c x[c]) + z·lse²}, {@code lse[r] = log Σ_c exp(x[c])};
   * a target equal to {@code ignore} gives loss 0.
   *
   * @param logits (rows, classes)
   * @param targets (rows) I32
   * @param smoothing ε, 0 for none
   * @param z weight of the square of the normaliser, 0 for none
   * @param loss (rows)
   * @param lse (rows), kept for the gradient
   */
  void crossEntropy(View logits, View targets, double smoothing, double z, int ignore, View loss, View lse);

  /**
   * {@code dLogits[r, c] = dLoss[r] · ((1 + 2·z·lse[r])·exp(x[c] − lse[r]) − (1−ε)·[c = t] − ε/classes)}, 0 for ignored
   * rows.
   * The probabilities are never stored.
   */
  void crossEntropyGrad(View logits, View targets, View lse, View dLoss, double smoothing, double z, int ignore,
      View dLogits);
}
