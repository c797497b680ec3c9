package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Collects the results of a probe, each with its interval. */
final class Measures {
  private final String probe;
  private final String split;
  private final String variant;
  private final List<Result> results;

  private Measures(String probe, String split, String variant, List<Result> results) {
    this.probe = probe;
    this.split = split;
    this.variant = variant;
    this.results = results;
  }

  Measures(String probe, String split, String variant) {
    this(probe, split, variant, new ArrayList<>());
  }

  /** Adds to the same results, of another split. */
  Measures on(String otherSplit) {
    return new Measures(probe, otherSplit, variant, results);
  }

  /** Adds to the same results, of a model that was asked in another way. */
  Measures as(String otherVariant) {
    return new Measures(probe, split, otherVariant, results);
  }

  /** Adds the mean of a value of each item. */
  Measures mean(String metric, double[] values, double chance) {
    return add(metric, values.length, items -> meanOf(values, items), chance);
  }

  /** Adds the share of items for which something holds. */
  Measures share(String metric, boolean[] holds, double chance) {
    return mean(metric, IntStream.range(0, holds.length).mapToDouble(i -> holds[i] ? 1 : 0).toArray(), chance);
  }

  /** Adds a measure that is computed of the numbers of some items. */
  Measures add(String metric, int n, ToDoubleFunction<int[]> measure, double chance) {
    if (n == 0) return this;
    var interval = Bootstrap.of(n, measure);
    double value = measure.applyAsDouble(IntStream.range(0, n).toArray());
    results.add(new Result(probe, split, n, metric, value, interval.lo(), interval.hi(), chance, variant));
    return this;
  }

  List<Result> results() {
    return List.copyOf(results);
  }

  static double meanOf(double[] values, int[] items) {
    double sum = 0;
    for (int i : items) sum += values[i];
    return sum / items.length;
  }

  static double meanOf(boolean[] holds, int[] items) {
    int count = 0;
    for (int i : items) if (holds[i]) count++;
    return (double) count / items.length;
  }

  /** The values of the items that {@code kept} holds for. */
  static boolean[] only(boolean[] values, boolean[] kept) {
    var places = IntStream.range(0, values.length).filter(i -> kept[i]).toArray();
    var some = new boolean[places.length];
    for (int i = 0; i < some.length; i++) some[i] = values[places[i]];
    return some;
  }

  static boolean[] not(boolean[] values) {
    var not = values.clone();
    for (int i = 0; i < not.length; i++) not[i] = !not[i];
    return not;
  }

  static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
