package org.vitrail.llm.generate.sample;

import java.util.Arrays;

/**
 * The items of greatest key, without sorting the others: Hoare's selection (1961), where a pivot's side is chosen by a
 * sum of weights. Expected time is linear. Of equal keys the item of greater index counts as the greater one.
 */
final class Selection {
  private int[] order = new int[0];
  private int size;
  private double[] weights = new double[0];
  private boolean[] kept = new boolean[0];

  /** Takes all items whose score is not −∞. */
  void fill(float[] scores) {
    if (order.length != scores.length) order = new int[scores.length];
    size = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] != Float.NEGATIVE_INFINITY) order[size++] = i;
    }
  }

  /** Gives each item the weight {@code exp(score − max)} and returns their sum. */
  double weigh(float[] scores) {
    if (weights.length != scores.length) weights = new double[scores.length];
    float max = Softmax.max(scores);
    double sum = 0;
    for (int i = 0; i < size; i++) sum += weights[order[i]] = Math.exp(scores[order[i]] - max);
    return sum;
  }

  double weight(int item) {
    return weights[item];
  }

  /** Puts the {@code n} items of greatest key first, the least of them last; returns how many there are, n at most. */
  int count(float[] keys, int n) {
    return select(keys, null, n);
  }

  /** Puts the fewest items of greatest key first whose weights sum to {@code mass}; returns how many. */
  int mass(float[] keys, double mass) {
    return select(keys, weights, mass);
  }

  private int select(float[] keys, double[] weights, double mass) {
    int low = 0;
    int high = size;
    double before = 0;
    while (low < high) {
      int pivot = partition(keys, low, high);
      double greater = 0;
      for (int i = low; i < pivot; i++) greater += weights == null ? 1 : weights[order[i]];
      double reached = before + greater + (weights == null ? 1 : weights[order[pivot]]);
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

  /** Rules out all items but the first {@code n}. */
  void keepOnly(int n, float[] scores) {
    if (kept.length != scores.length) kept = new boolean[scores.length];
    for (int i = 0; i < Math.min(n, size); i++) kept[order[i]] = true;
    for (int i = 0; i < scores.length; i++) {
      if (!kept[i]) scores[i] = Float.NEGATIVE_INFINITY;
    }
    Arrays.fill(kept, false);
  }

  /** Rules out the items whose key is less than that of item {@code n} − 1 in order. */
  void keepFrom(int n, float[] keys, float[] scores) {
    if (n == 0) return;
    float least = keys[order[n - 1]];
    for (int i = 0; i < scores.length; i++) {
      if (keys[i] < least) scores[i] = Float.NEGATIVE_INFINITY;
    }
  }
}
