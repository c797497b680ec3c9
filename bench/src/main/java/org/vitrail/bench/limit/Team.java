package org.vitrail.bench.limit;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Threads that begin together, each with work of its own. */
final class Team {
  /** What a member does in a round. */
  @FunctionalInterface
  interface Work {
    void run(int member, int round);
  }

  private Team() {}

  /** The shortest of {@code rounds} times in seconds, from the common start until the last member is done. */
  static double seconds(int members, int rounds, Work work) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds; round++) best = Math.min(best, round(members, round, work));
    return best;
  }

  private static double round(int members, int round, Work work) {
    var start = new CyclicBarrier(members);
    var begin = new long[members];
    var end = new long[members];
    var threads = new Thread[members];
    for (int i = 0; i < members; i++) {
      int member = i;
      threads[i] = Thread.ofPlatform().start(() -> {
        await(start);
        begin[member] = System.nanoTime();
        work.run(member, round);
        end[member] = System.nanoTime();
      });
    }
    for (var thread : threads) join(thread);
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < members; i++) {
      first = Math.min(first, begin[i]);
      last = Math.max(last, end[i]);
    }
    return (last - first) / 1e9;
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the machine's limits were measured", e);
    }
  }
}
