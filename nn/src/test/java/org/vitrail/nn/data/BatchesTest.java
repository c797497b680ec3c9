package org.vitrail.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchesTest {
  private static final Dataset<Integer> DATA = Dataset.of(IntStream.range(0, 10).boxed().toList());

  private static Batches<Integer, List<Integer>> batches(long seed) {
    return new Batches<>(DATA, 3, seed, (examples, random) -> {
      var drawn = new ArrayList<>(examples);
      drawn.add(random.nextInt());
      return drawn;
    });
  }

  @Test void anEpochHoldsNoExampleTwiceAndTheNextHasAnotherOrder() {
    var batches = batches(1);
    assertEquals(3, batches.perEpoch());
    var orders = new HashSet<List<Integer>>();
    for (int epoch = 0; epoch < 4; epoch++) {
      var seen = new ArrayList<Integer>();
      for (int i = 0; i < 3; i++) seen.addAll(batches.get(3 * epoch + i).subList(0, 3));
      assertEquals(9, new HashSet<>(seen).size());
      orders.add(seen);
    }
    assertEquals(4, orders.size());
    assertNotEquals(batches(2).get(0), batches.get(0));
  }

  @Test void theOrderIsTheSameForAnyNumberOfThreadsAndAnyStart() {
    var expected = LongStream.range(0, 40).mapToObj(batches(1)::get).toList();
    for (int threads : new int[] {1, 2, 5}) {
      for (int start : new int[] {0, 1, 17}) {
        try (var prefetch = new Prefetch<>(batches(1)::get, start, 4, threads)) {
          for (int k = start; k < 40; k++) assertEquals(expected.get(k), prefetch.next());
        }
      }
    }
  }

  @Test void evaluationSeesEveryExampleOnceInOrder() {
    var seen = new ArrayList<Integer>();
    for (var batch : batches(1).once()) seen.addAll(batch.subList(0, batch.size() - 1));
    assertEquals(IntStream.range(0, 10).boxed().toList(), seen);
  }

  @Test void noMoreIsPreparedThanAsked() throws InterruptedException {
    var made = new AtomicInteger();
    var full = new CountDownLatch(4);
    try (var prefetch = new Prefetch<>(k -> {
      full.countDown();
      return made.incrementAndGet();
    }, 0, 3, 2)) {
      prefetch.next();
      full.await();
      Thread.sleep(30);
      assertEquals(4, made.get());
    }
  }

  @Test void aFailureIsThrownWhereItsBatchIsAskedFor() {
    var prefetch = new Prefetch<>(k -> {
      if (k == 2) throw new IllegalStateException("picture 2 is damaged");
      return k;
    }, 0, 4, 2);
    assertEquals(0, prefetch.next());
    assertEquals(1, prefetch.next());
    assertEquals("picture 2 is damaged", assertThrows(IllegalStateException.class, prefetch::next).getMessage());
    assertThrows(IllegalStateException.class, prefetch::next);
  }

  @Test void closingEndsItsThreads() {
    var threads = new HashSet<Thread>();
    try (var prefetch = new Prefetch<>(k -> {
      synchronized (threads) {
        return threads.add(Thread.currentThread());
      }
    }, 0, 8, 3)) {
      for (int i = 0; i < 20; i++) prefetch.next();
    }
    assertFalse(threads.isEmpty());
    for (var thread : threads) assertFalse(thread.isAlive() && !joined(thread), thread.getName());
  }

  private static boolean joined(Thread thread) {
    try {
      return thread.join(java.time.Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test void aBatchLargerThanTheDataIsRefused() {
    var refused = assertThrows(IllegalArgumentException.class, () -> new Batches<>(DATA, 11, 1, (x, r) -> x));
    assertTrue(refused.getMessage().contains("11") && refused.getMessage().contains("10"));
  }

  @Test void datasetsAreCutAndChangedLazily() {
    assertEquals(8, DATA.subset(3, 6).map(i -> i * 2).get(1));
    assertEquals(7, DATA.subset(1, 7, 2).get(1));
  }
}
