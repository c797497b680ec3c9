package org.vitrail.kernels.random;

import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;

/** Every backend draws the same bits, wherever in the stream and in memory it begins. */
@BackendTest
class RandomNumbersBackendTest {
  private static final long[] STARTS = {0, 1, 2, 3, 1_000_001, (1L << 34) + 7, Long.MAX_VALUE - 200_000};
  private static final int[] SIZES = {0, 1, 2, 5, 100_000};

  private final RandomNumbers scalar = new RandomNumbersScalar();
  private final RandomNumbers tested = Tested.kernels().random();

  private interface Draw {
    void of(RandomNumbers numbers, long key, long start, View out);
  }

  private void check(String what, Draw draw) {
    long key = 0x9E3779B97F4A7C15L;
    for (long start : STARTS) {
      for (int n : SIZES) {
        var expected = new View(new Storage.Floats(new float[n + 9]), 5, new int[] {n}, new int[] {1});
        var actual = Sample.copy(expected);
        draw.of(scalar, key, start, expected);
        draw.of(tested, key, start, actual);
        Sample.assertSameBits(expected, actual, n + " " + what + " from " + start);
        key = key * 0x5DEECE66DL + 11;
      }
    }
  }

  @Test void uniform() {
    check("uniform", (r, key, start, out) -> r.uniform(key, start, 0, 1, out));
    check("uniform in a range", (r, key, start, out) -> r.uniform(key, start, -0.3, 1e3 / 7, out));
  }

  @Test void normal() {
    check("normal", (r, key, start, out) -> r.normal(key, start, 0, 1, out));
    check("normal with mean", (r, key, start, out) -> r.normal(key, start, 1 / 3.0, 0.7, out));
  }

  @Test void truncatedNormal() {
    check("truncated", (r, key, start, out) -> r.truncatedNormal(key, start, 0.02, 2, out));
    check("much truncated", (r, key, start, out) -> r.truncatedNormal(key, start, 1, 0.1, out));
  }
}
