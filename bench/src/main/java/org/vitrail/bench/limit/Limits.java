package org.vitrail.bench.limit;

import java.util.List;
import java.util.Locale;

/**
 * The roofline of a machine (Williams et al. 2009) for a number of threads: no computation is faster than its
 * operations at the peak rate, nor than its bytes at the bandwidth of the smallest level of memory that holds them.
 *
 * @param flops peak, operations a second
 * @param levels from the smallest to the largest, which holds everything
 */
public record Limits(int threads, double flops, List<Level> levels) {

  /**
   * A level of memory.
   *
   * @param size what it holds, of all threads together, in bytes
   * @param bandwidth bytes read a second, by all threads together
   */
  public record Level(String name, double size, double bandwidth) {}

  /** The smallest level that holds {@code bytes}. */
  public Level level(double bytes) {
    for (var level : levels) if (bytes <= level.size) return level;
    return levels.getLast();
  }

  /** The least time that {@code cost} takes. */
  public double seconds(Cost cost) {
    return Math.max(cost.flops() / flops, cost.bytes() / level(cost.bytes()).bandwidth);
  }

  /** A line for a person. */
  public String text() {
    var text = new StringBuilder(String.format(Locale.ROOT, "%.0f GFLOP/s", flops / 1e9));
    for (var level : levels) text.append(String.format(Locale.ROOT, ", %s %.0f GB/s", level.name, level.bandwidth / 1e9));
    return text.toString();
  }
}
