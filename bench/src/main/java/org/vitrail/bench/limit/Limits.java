package org.vitrail.bench.limit;

import java.util.List;

/**
 * The roofline of a machine (Williams et al. 2009) for a number of threads: no computation is faster than its
 * operations at the peak rate, nor than its bytes at the bandwidth of the smallest level of memory that holds them.
 *
 * @param threads 0 where a device of its own computes
 * @param flops peak, operations a second
 * @param levels from the smallest to the largest, which holds everything
 */
public record Limits(int threads, double flops, List<Level> levels) {

  /**
   * A level of memory.
   *
   * @param size what it holds, of all threads together, in bytes; 0 where nothing stays from one kernel to the next
   * @param read bytes a second that all threads together read
   * @param update bytes a second, read and written, when they change what they read; memory does both at a time
   */
  public record Level(String name, double size, double read, double update) {
    /** Bytes a second at best. */
    public double bandwidth() {
      return Math.max(read, update);
    }

    private double seconds(Cost cost) {
      return Math.max(cost.read() / read, cost.bytes() / bandwidth());
    }
  }

  /** The smallest level that holds {@code bytes}. */
  public Level level(double bytes) {
    for (var level : levels) if (bytes <= level.size) return level;
    return levels.getLast();
  }

  /** The least time that {@code cost} takes. */
  public double seconds(Cost cost) {
    return Math.max(cost.flops() / flops, level(cost.bytes()).seconds(cost));
  }
}
