package org.vitrail.vlm.experiment;

import java.util.Arrays;

/** How well a score tells two groups apart. */
final class Auroc {
  private Auroc() {}

  /** The share of pairs of which the first has the higher score, ties counting half (Mann and Whitney 1947). */
  static double of(double[] high, double[] low) {
    var sorted = low.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double x : high) wins += (rank(sorted, x) + rank(sorted, Math.nextUp(x))) / 2.0;
    return wins / ((double) high.length * low.length);
  }

  /** How many of {@code sorted} are less than x. */
  private static int rank(double[] sorted, double x) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < x) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
