package org.vitrail.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final int before = Workers.threads();

  @AfterEach void restore() {
    Workers.resize(before);
  }

  @Test void eachTaskRunsOnceForAnyNumberOfThreads() {
    for (int threads : new int[] {1, 2, 3, 8}) {
      Workers.resize(threads);
      assertEquals(threads, Workers.threads());
      for (int round = 0; round < 200; round++) {
        var runs = new AtomicIntegerArray(37);
        Workers.run(37, runs::incrementAndGet);
        for (int i = 0; i < 37; i++) assertEquals(1, runs.get(i));
      }
    }
  }

  /** The first tasks of the two threads wait for each other: each begins with its own half. */
  @Test void everyThreadHasTasksOfItsOwn() {
    Workers.resize(2);
    for (int round = 0; round < 50; round++) {
      var first = new ConcurrentHashMap<Thread, Integer>();
      var met = new CyclicBarrier(2);
      Workers.run(64, i -> {
        if (first.putIfAbsent(Thread.currentThread(), i) == null) await(met);
      });
      assertEquals(Set.of(0, 32), Set.copyOf(first.values()));
      assertEquals(0, first.get(Thread.currentThread()));
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the other thread never began", e);
    }
  }

  @Test void whatATaskThrowsReachesTheCallerAndThePoolGoesOn() {
    Workers.resize(3);
    var thrown = assertThrows(IllegalStateException.class, () -> Workers.run(50, i -> {
      if (i == 20) throw new IllegalStateException("task 20");
    }));
    assertEquals("task 20", thrown.getMessage());
    var sums = new int[50];
    Workers.run(50, i -> sums[i] = i);
    assertEquals(49 * 50 / 2, Arrays.stream(sums).sum());
  }

  @Test void nestedCallsRunOnTheirOwnThread() {
    Workers.resize(4);
    var counts = new AtomicIntegerArray(8);
    Workers.run(8, i -> Workers.run(5, j -> counts.incrementAndGet(i)));
    for (int i = 0; i < 8; i++) assertEquals(5, counts.get(i));
  }

  @Test void severalCallersAtOnceAllFinish() throws InterruptedException {
    Workers.resize(3);
    var done = new AtomicIntegerArray(4);
    var callers = new Thread[4];
    for (int c = 0; c < 4; c++) {
      int caller = c;
      callers[c] = Thread.ofPlatform().start(() -> {
        for (int round = 0; round < 100; round++) Workers.run(9, i -> done.incrementAndGet(caller));
      });
    }
    for (var caller : callers) caller.join();
    for (int c = 0; c < 4; c++) assertEquals(900, done.get(c));
  }

  /** The two tasks wait for each other, so that one of them runs on the executor's thread. */
  @Test void helpersRunOnTheCallersExecutor() {
    var executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("mine").factory());
    var names = ConcurrentHashMap.<String>newKeySet();
    var met = new CyclicBarrier(2);
    Workers.resize(2, executor);
    try {
      Workers.run(2, i -> {
        names.add(Thread.currentThread().getName());
        await(met);
      });
    } finally {
      Workers.resize(before);
      executor.close();
    }
    assertEquals(Set.of("mine", Thread.currentThread().getName()), names);
  }

  @Test void rangesCoverEveryItemOnce() {
    for (int items : new int[] {0, 1, 100, 40_000}) {
      var seen = new int[items];
      Workers.split(items, 7, (first, end) -> {
        for (int i = first; i < end; i++) seen[i]++;
      });
      var expected = new int[items];
      Arrays.fill(expected, 1);
      assertArrayEquals(expected, seen);
    }
  }

  @Test void sharingWorkAllocatesLittle() {
    Workers.resize(3);
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Workers.Task task = i -> Thread.onSpinWait();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 50; round++) {
      long before = memory.getTotalThreadAllocatedBytes();
      for (int call = 0; call < 1000; call++) Workers.run(8, task);
      least = Math.min(least, (memory.getTotalThreadAllocatedBytes() - before) / 1000);
    }
    assertTrue(least < 1000, "a call allocates " + least + " bytes");
  }

  @Test void noThreadsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Workers.resize(0));
  }

  @Test void aTeamKeepsStep() {
    for (int threads : new int[] {1, 2, 3}) {
      Workers.resize(threads);
      var sums = new AtomicIntegerArray(100);
      Workers.together((team, member) -> {
        assertEquals(threads, team.threads());
        for (int step = 0; step < 100; step++) {
          for (int i = team.next(7); i >= 0; i = team.next(7)) sums.addAndGet(step, 1 << i);
          team.sync();
          assertEquals(127, sums.get(step));
        }
      });
      for (int step = 0; step < 100; step++) assertEquals(127, sums.get(step));
    }
  }

  @Test void aMemberThatFailsFreesTheOthers() {
    Workers.resize(3);
    for (int failing = 0; failing < 3; failing++) {
      int one = failing;
      var failure = assertThrows(IllegalStateException.class, () -> Workers.together((team, member) -> {
        team.sync();
        if (member == one) throw new IllegalStateException("stop");
        team.sync();
      }));
      assertTrue(Set.of("stop", "another thread of the team failed").contains(failure.getMessage()));
    }
    Workers.together((team, member) -> team.sync());
  }

  @Test void aTeamWithinATaskIsOneThread() {
    Workers.resize(2);
    Workers.run(4, i -> Workers.together((team, member) -> {
      assertEquals(1, team.threads());
      team.sync();
    }));
  }
}
