package org.vitrail.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test void warmupRisesFromZeroToTheBeginningAndThenHandsOver() {
    var schedule = Schedule.cosine(0.8, 0, 10).afterWarmup(4);
    assertEquals(0, schedule.rate(0));
    assertEquals(0.6, schedule.rate(3), 1e-15);
    assertEquals(0.8, schedule.rate(4));
    assertEquals(0.4, schedule.rate(9), 1e-15);
  }

  @Test void afterItsEndAScheduleStays() {
    assertEquals(0.1, Schedule.cosine(1, 0.1, 10).rate(25));
    assertEquals(0.1, Schedule.linear(1, 0.1, 10).rate(25));
    assertEquals(Schedule.cosine(1, 0.1, 10).rate(10), 0.1);
    var cycle = new OneCycle(1, 20);
    assertEquals(1 / 25.0 / 1e4, cycle.rate(40), 1e-15);
  }

  @Test void aCycleTooShortForItsPhasesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new OneCycle(1, 3));
    assertThrows(IllegalArgumentException.class, () -> new OneCycle(1, 20, 0.5, true, OneCycle.LINEAR));
  }
}
