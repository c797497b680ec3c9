package org.vitrail.kernels.softmax;

import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;

/** The specification: row by row, in double precision. */
public final class SoftmaxScalar implements Softmax {

  @Override public void softmax(View x, View y) {
    forEachRow(x, (row, n) -> {
      double max = max(x, row, n);
      double sum = sumExp(x, row, n, max);
      for (int i = 0; i < n; i++) put(y, row + i, Math.exp(at(x, row + i) - max) / sum);
    });
  }

  @Override public void softmaxGrad(View y, View dy, View dx) {
    forEachRow(y, (row, n) -> {
      double dot = 0;
      for (int i = 0; i < n; i++) dot += at(dy, row + i) * at(y, row + i);
      for (int i = 0; i < n; i++) put(dx, row + i, at(y, row + i) * (at(dy, row + i) - dot));
    });
  }

  @Override public void logSoftmax(View x, View y) {
    forEachRow(x, (row, n) -> {
      double max = max(x, row, n);
      double logSum = Math.log(sumExp(x, row, n, max));
      for (int i = 0; i < n; i++) put(y, row + i, at(x, row + i) - max - logSum);
    });
  }

  @Override public void logSoftmaxGrad(View y, View dy, View dx) {
    forEachRow(y, (row, n) -> {
      double sum = 0;
      for (int i = 0; i < n; i++) sum += at(dy, row + i);
      for (int i = 0; i < n; i++) put(dx, row + i, at(dy, row + i) - Math.exp(at(y, row + i)) * sum);
    });
  }

  @Override public void crossEntropy(View logits, View targets, double smoothing, double z, int ignore, View loss,
      View lse) {
    forEachRow(logits, (row, n) -> {
      int r = row / n;
      int target = (int) at(targets, r);
      double max = max(logits, row, n);
      double normaliser = max + Math.log(sumExp(logits, row, n, max));
      double sum = 0;
      for (int i = 0; i < n; i++) sum += at(logits, row + i);
      double smoothed = smoothing == 0 ? 0 : smoothing * (normaliser - sum / n);
      double squared = z == 0 ? 0 : z * normaliser * normaliser;
      put(lse, r, normaliser);
      put(loss, r, target == ignore ? 0
          : (1 - smoothing) * (normaliser - at(logits, row + target)) + smoothed + squared);
    });
  }

  @Override public void crossEntropyGrad(View logits, View targets, View lse, View dLoss, double smoothing, double z,
      int ignore,
      View dLogits) {
    forEachRow(logits, (row, n) -> {
      int r = row / n;
      int target = (int) at(targets, r);
      double pull = z == 0 ? 1 : 1 + 2 * z * at(lse, r);
      for (int i = 0; i < n; i++) {
        double p = Math.exp(at(logits, row + i) - at(lse, r)) * pull;
        double q = (i == target ? 1 - smoothing : 0) + smoothing / n;
        put(dLogits, row + i, target == ignore ? 0 : at(dLoss, r) * (p - q));
      }
    });
  }

  private static double max(View x, int row, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) max = Math.max(max, at(x, row + i));
    return max;
  }

  private static double sumExp(View x, int row, int n, double max) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += Math.exp(at(x, row + i) - max);
    return sum;
  }

  private interface RowBody {
    /** {@code row} is the place of the row's first element, {@code n} its length. */
    void run(int row, int n);
  }

  private static void forEachRow(View x, RowBody body) {
    int n = x.dim(-1);
    for (int row = 0; row < x.size(); row += n) body.run(row, n);
  }

  private static double at(View v, int i) {
    Storage storage = v.storage();
    return storage.get(v.offset() + i);
  }

  private static void put(View v, int i, double value) {
    v.storage().set(v.offset() + i, value);
  }
}
