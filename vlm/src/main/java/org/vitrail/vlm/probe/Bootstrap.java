package org.vitrail.vlm.probe;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.vitrail.vit.scenes.Draws;

/**
 * The 95 % interval of a measure (Efron 1979): it is computed of 1,000 samples of n items drawn with replacement, sample
 * b with {@code stream("boot", b)}; the interval lies between the values of places 24 and 974 in their order.
 */
final class Bootstrap {
  private static final int SAMPLES = 1000;
  private static final int LOW = 24;
  private static final int HIGH = 974;

  record Interval(double lo, double hi) {}

  private Bootstrap() {}

  /** @param measure of items with these numbers, 0 to n − 1 */
  static Interval of(int n, ToDoubleFunction<int[]> measure) {
    var values = new double[SAMPLES];
    var items = new int[n];
    for (int b = 0; b < SAMPLES; b++) {
      var draws = Draws.stream("boot", b);
      for (int i = 0; i < n; i++) items[i] = draws.below(n);
      values[b] = measure.applyAsDouble(items);
    }
    Arrays.sort(values);
    return new Interval(values[LOW], values[HIGH]);
  }
}
