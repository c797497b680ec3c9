package org.vitrail.kernels.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

class RandomNumbersTest {
  private final RandomNumbers numbers = new RandomNumbersScalar();

  private static float[] drawn(int n, Consumer<View> draw) {
    var out = View.of(new Storage.Floats(new float[n]), n);
    draw.accept(out);
    return out.floats();
  }

  @Test void anElementDependsOnItsIndexAlone() {
    var all = drawn(101, out -> numbers.normal(42, 0, 0, 1, out));
    var tail = drawn(60, out -> numbers.normal(42, 41, 0, 1, out));
    assertArrayEquals(Arrays.copyOfRange(all, 41, 101), tail);
  }

  @Test void theNumberOfThreadsChangesNothing() {
    int before = Workers.threads();
    try {
      Workers.resize(1);
      var one = drawn(50_001, out -> numbers.truncatedNormal(5, 3, 1, 2, out));
      Workers.resize(3);
      assertArrayEquals(one, drawn(50_001, out -> numbers.truncatedNormal(5, 3, 1, 2, out)));
    } finally {
      Workers.resize(before);
    }
  }

  @Test void momentsAreThoseOfTheDistribution() {
    int n = 200_000;
    double mean = 0;
    double square = 0;
    double fourth = 0;
    for (double x : drawn(n, out -> numbers.normal(7, 0, 0, 1, out))) {
      mean += x / n;
      square += x * x / n;
      fourth += x * x * x * x / n;
    }
    assertEquals(0, mean, 0.01);
    assertEquals(1, square, 0.02);
    assertEquals(3, fourth, 0.1);
    square = 0;
    for (double x : drawn(n, out -> numbers.truncatedNormal(7, 0, 1, 2, out))) {
      assertEquals(0, x, 2);
      square += x * x / n;
    }
    assertEquals(0.7737, square, 0.01);
  }
}
