package org.vitrail.bench.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.bench.limit.Limits.Level;

class LimitsTest {
  private final Limits limits = new Limits(2, 100e9, List.of(
      new Level("L1", 1e4, 400e9, 500e9), new Level("L2", 1e6, 200e9, 150e9),
      new Level("DRAM", Double.POSITIVE_INFINITY, 10e9, 16e9)));

  @Test void theSmallestLevelThatHoldsTheBytesCounts() {
    assertEquals("L1", limits.level(1e4).name());
    assertEquals("L2", limits.level(1e4 + 1).name());
    assertEquals("DRAM", limits.level(1e9).name());
  }

  @Test void manyOperationsForEachByteAreBoundByThePeak() {
    assertEquals(1, limits.seconds(new Cost(100e9, 1e9, 1e9)), 1e-12);
  }

  @Test void fewOperationsForEachByteAreBoundByTheBandwidth() {
    assertEquals(0.1, limits.seconds(new Cost(1e9, 1e9, 0)), 1e-12);
    assertEquals(5e5 / 200e9, limits.seconds(new Cost(1, 5e5, 0)), 1e-18);
  }

  @Test void readingAndWritingTogetherAreFasterThanOneAfterTheOther() {
    assertEquals(1.6e9 / 16e9, limits.seconds(new Cost(1, 0.8e9, 0.8e9)), 1e-12);
    assertEquals(1.5e9 / 10e9, limits.seconds(new Cost(1, 1.5e9, 0.1e9)), 1e-12);
  }

  @Test void sizesAreReadAsTheSystemWritesThem() {
    assertEquals(48 << 10, Caches.size("48K"));
    assertEquals(32 << 20, Caches.size("32M"));
    assertEquals(512, Caches.size("512"));
  }
}
