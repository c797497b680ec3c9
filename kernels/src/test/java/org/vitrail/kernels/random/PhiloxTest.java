package org.vitrail.kernels.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.vitrail.kernels.Workers;

class PhiloxTest {
  /** The known answers of the Random123 library. */
  @Test void agreesWithRandom123() {
    check(new int[4], 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    check(new int[] {-1, -1, -1, -1}, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    check(new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0,
        0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  private static void check(int[] counter, int key0, int key1, int... expected) {
    Philox.block(counter, key0, key1);
    assertArrayEquals(expected, counter);
  }

  @Test void anElementDependsOnItsIndexAlone() {
    var all = new float[101];
    Philox.normal(42, 0, 0, 1, all);
    var tail = new float[60];
    Philox.normal(42, 41, 0, 1, tail);
    for (int i = 0; i < 60; i++) assertEquals(all[41 + i], tail[i]);
  }

  @Test void theNumberOfThreadsChangesNothing() {
    int before = Workers.threads();
    var one = new float[50_001];
    var three = new float[50_001];
    try {
      Workers.resize(1);
      Philox.truncatedNormal(5, 3, 1, 2, one);
      Workers.resize(3);
      Philox.truncatedNormal(5, 3, 1, 2, three);
    } finally {
      Workers.resize(before);
    }
    assertArrayEquals(one, three);
  }

  @Test void momentsAreThoseOfTheDistribution() {
    int n = 200_000;
    var z = new float[n];
    Philox.normal(7, 0, 0, 1, z);
    double mean = 0;
    double square = 0;
    double fourth = 0;
    for (double x : z) {
      mean += x / n;
      square += x * x / n;
      fourth += x * x * x * x / n;
    }
    assertEquals(0, mean, 0.01);
    assertEquals(1, square, 0.02);
    assertEquals(3, fourth, 0.1);
    Philox.truncatedNormal(7, 0, 1, 2, z);
    square = 0;
    for (double x : z) {
      assertEquals(0, x, 2);
      square += x * x / n;
    }
    assertEquals(0.7737, square, 0.01);
  }
}
