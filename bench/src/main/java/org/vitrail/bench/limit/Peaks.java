package org.vitrail.bench.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vitrail.bench.limit.Limits.Level;

/** Measures what the machine can do with a number of threads, in a second or two. */
public final class Peaks {
  private static final int WARM_UPS = 100;
  private static final int ROUNDS = 24;
  /** Arrays begin at a multiple of 8 bytes; in one of eight rounds the loops begin with a line of the cache. */
  private static final int SHIFT = 2;
  private static final int SHIFTS = 8;
  /** Bytes that a thread reads from a cache in a round. */
  private static final long CACHE_ROUND = 128 << 20;
  /** What is read from memory is this many times as large as the last cache. */
  private static final int BEYOND = 12;
  private static volatile float sink;

  private final int threads;
  private final Caches caches;

  private Peaks(int threads, Caches caches) {
    this.threads = threads;
    this.caches = caches;
  }

  /** The limits for {@code threads} threads. */
  public static Limits measure(int threads, Caches caches) {
    warmUp();
    return new Peaks(threads, caches).measure();
  }

  private static void warmUp() {
    int n = 1 << 12;
    var x = new float[3 * n];
    for (int i = 0; i < WARM_UPS; i++) {
      sink = Loops.multiplyAdd(50_000) + Loops.read(x, 0, n, 50);
      Loops.update(x, 0, n, 50);
    }
  }

  private Limits measure() {
    var levels = new ArrayList<Level>();
    levels.add(level("L1", (double) threads * caches.l1(), caches.l1() / 2));
    levels.add(level("L2", (double) threads * caches.l2(), caches.l2() / 2));
    if (caches.l3() > caches.l2()) levels.add(level("L3", caches.l3(), caches.l3() / 2 / threads));
    levels.add(level("DRAM", Double.POSITIVE_INFINITY, BEYOND * caches.l3() / threads));
    return new Limits(threads, flops(), List.copyOf(levels));
  }

  private double flops() {
    int n = 4_000_000;
    double seconds = Team.seconds(threads, ROUNDS, (_, _) -> sink = Loops.multiplyAdd(n));
    return 2.0 * n * Loops.CHAINS * Loops.LANES * threads / seconds;
  }

  /** A level that holds {@code size} bytes, measured while each thread goes through {@code bytes} of its own. */
  private Level level(String name, double size, long bytes) {
    int step = 2 * Loops.LANES;
    int n = (int) (bytes / 3 / Float.BYTES / step) * step;
    int passes = (int) Math.max(1, CACHE_ROUND / bytes);
    var arrays = Stream.generate(() -> new float[3 * n + SHIFT * SHIFTS]).limit(threads).toList();
    double read = Team.seconds(threads, ROUNDS,
        (i, round) -> sink = Loops.read(arrays.get(i), round % SHIFTS * SHIFT, n, passes));
    double update = Team.seconds(threads, ROUNDS,
        (i, round) -> Loops.update(arrays.get(i), round % SHIFTS * SHIFT, n, passes));
    double moved = 3.0 * n * Float.BYTES * passes * threads;
    return new Level(name, size, moved / read, 2 * moved / update);
  }
}
