package org.vitrail.tensor;

/**
 * Means over stretches of an axis, as matrices: row o holds the weight of each input in output o. A mean over a
 * rectangle is one along its rows and one along its columns.
 */
final class Averaging {
  private Averaging() {}

  /** Windows of {@code kernel} inputs; padding counts as zeros, or where not {@code countPad} not at all. */
  static double[][] windows(int inputs, int outputs, int kernel, int stride, int pad, boolean countPad) {
    var m = new double[outputs][inputs];
    for (int o = 0; o < outputs; o++) {
      int start = o * stride - pad;
      int end = Math.min(start + kernel, inputs + pad);
      int from = Math.max(start, 0);
      int to = Math.min(end, inputs);
      for (int i = from; i < to; i++) m[o][i] = 1.0 / (countPad ? end - start : to - from);
    }
    return m;
  }

  /** Stretches of nearly equal length that cover the axis: output o takes ⌊o·n/m⌋ ≤ i < ⌈(o + 1)·n/m⌉. */
  static double[][] stretches(int inputs, int outputs) {
    var m = new double[outputs][inputs];
    for (int o = 0; o < outputs; o++) {
      int from = (int) ((long) o * inputs / outputs);
      int to = (int) Math.ceilDiv((o + 1L) * inputs, outputs);
      for (int i = from; i < to; i++) m[o][i] = 1.0 / (to - from);
    }
    return m;
  }
}
