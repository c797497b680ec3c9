package org.vitrail.llm.generate.sample;

import java.util.Arrays;

/**
 * The items of greatest key, without sorting the others, chosen by a sum of weights: a histogram of the keys tells
 * which items can be among them, Hoare's selection (1961) the last of them. Of equal keys the item of greater index
 * counts as the greater one.
 */
final class Selection {
  private static final int BINS = 1024;
  /** Bins to a unit of the keys, which are logarithms. */
  private static final float FINENESS = 16;

  private final double[] bins = new double[BINS];
  private int[] order = new int[0];
  private int size;
  private double[] weights = new double[0];

  /** Gives each item the weight {@code exp(score − max)}, 0 to what is ruled out; returns their sum. */
  double weigh(float[] scores) {
    if (weights.length != scores.length) {
      weights = new double[scores.length];
      order = new int[scores.length];
    }
    float max = Softmax.max(scores);
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += weights[i] = scores[i] == Float.NEGATIVE_INFINITY ? 0 : Math.exp(scores[i] - max);
    }
    return sum;
  }

  double weight(int item) {
    return weights[item];
  }

  /**
   * Finds the fewest items of greatest key whose weights sum to {@code mass}; {@link #item} are these, the one of least
   * key last. Returns how many; all with a weight if they weigh less.
   */
  int select(float[] keys, double mass) {
    float max = Softmax.max(keys);
    collect(keys, max, lastBin(keys, max, mass));
    int low = 0;
    int high = size;
    double before = 0;
    while (low < high) {
      int pivot = partition(keys, low, high);
      double greater = 0;
      for (int i = low; i < pivot; i++) greater += weights[order[i]];
      double reached = before + greater + weights[order[pivot]];
      if (before + greater >= mass) {
        high = pivot;
      } else if (reached >= mass) {
        return pivot + 1;
      } else {
        before = reached;
        low = pivot + 1;
      }
    }
    return low;
  }

  /** Item {@code i} of those selected. */
  int item(int i) {
    return order[i];
  }

  /** The bin of the item with which the weights reach {@code mass}. */
  private int lastBin(float[] keys, float max, double mass) {
    Arrays.fill(bins, 0);
    for (int i = 0; i < keys.length; i++) {
      if (weights[i] > 0) bins[bin(keys[i], max)] += weights[i];
    }
    double sum = 0;
    int bin = 0;
    while (bin < BINS - 1 && (sum += bins[bin]) < mass * (1 + 1e-9)) bin++;
    return bin;
  }

  private static int bin(float key, float max) {
    return Math.min(BINS - 1, (int) ((max - key) * FINENESS));
  }

  /** Takes the items with a weight in bins up to {@code last}. */
  private void collect(float[] keys, float max, int last) {
    size = 0;
    for (int i = 0; i < keys.length; i++) {
      if (weights[i] > 0 && bin(keys[i], max) <= last) order[size++] = i;
    }
  }

  /** Puts greater items than a pivot before it and others after it; returns where it stands then. */
  private int partition(float[] keys, int low, int high) {
    swap(median(keys, low, low + high >>> 1, high - 1), high - 1);
    int pivot = order[high - 1];
    int end = low;
    for (int i = low; i < high - 1; i++) {
      if (isGreater(keys, order[i], pivot)) swap(i, end++);
    }
    swap(end, high - 1);
    return end;
  }

  private int median(float[] keys, int a, int b, int c) {
    boolean ab = isGreater(keys, order[a], order[b]);
    boolean bc = isGreater(keys, order[b], order[c]);
    boolean ac = isGreater(keys, order[a], order[c]);
    return ab == bc ? b : ab == ac ? c : a;
  }

  private static boolean isGreater(float[] keys, int a, int b) {
    return keys[a] > keys[b] || keys[a] == keys[b] && a > b;
  }

  private void swap(int i, int j) {
    int item = order[i];
    order[i] = order[j];
    order[j] = item;
  }
}
