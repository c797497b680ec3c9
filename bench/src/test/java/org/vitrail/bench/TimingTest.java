package org.vitrail.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimingTest {
  private static final Timing.Budget SHORT = new Timing.Budget(0, 0.05, 0.05);

  @Test void theWorkThatADeviceHasQueuedCounts() {
    var device = new Queued(100_000);
    var timing = Timing.of(SHORT, false, device, device::enqueue);
    assertEquals(0, device.queued());
    assertTrue(timing.min() >= 100e-6 && timing.min() < 1e-3, timing::toString);
    assertTrue(timing.median() >= timing.min(), timing::toString);
  }

  @Test void aDeviceIsWaitedForOncePerSample() {
    var device = new Queued(10_000);
    assertTrue(Timing.runs(device, device::enqueue) > 10);
    assertEquals(4, device.waits());
    assertEquals(1, Timing.runs(new Queued(0), () -> sleep(6)));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
