package org.vitrail.bench.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vitrail.bench.OpenCl;
import org.vitrail.bench.limit.Limits.Level;

class OpenClPeaksTest {
  @Test void theLimitsOfADeviceAreItsOwn() {
    var limits = OpenClPeaks.measure(OpenCl.device());
    assertEquals(0, limits.threads());
    assertTrue(limits.flops() > 1e9 && limits.flops() < 1e16, limits::toString);
    assertEquals("DRAM", limits.levels().getLast().name());
    assertEquals(Double.POSITIVE_INFINITY, limits.levels().getLast().size());
    for (var level : limits.levels()) {
      assertTrue(level.read() > 1e8 && level.read() < 1e15, level::toString);
      assertTrue(level.update() > 1e8 && level.update() < 1e15, level::toString);
    }
    var sizes = limits.levels().stream().map(Level::size).toList();
    assertEquals(sizes.stream().sorted().toList(), sizes);
  }

  /** Plain OpenCL stands in for the one instruction that only NVIDIA devices have. */
  @Test void tensorCoresAreMeasuredByChainsOfTiles() {
    double flops = new OpenClPeaks(OpenCl.device()).tileFlops(OpenClPeaks.TILES.with("EMULATE_MMA", 1));
    assertTrue(flops > 1e6 && flops < 1e16, () -> flops + "");
  }
}
