package org.vitrail.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * How long something takes, of many runs.
 *
 * @param min seconds of the fastest run
 * @param median seconds of the one in the middle
 */
public record Timing(double min, double median) {
  /** A sample is so many runs that it takes at least so long, for the clock's sake. */
  private static final long SAMPLE_NANOS = 200_000;
  private static final int MOST_SAMPLES = 10_000;
  private static final int FEWEST_SAMPLES = 5;
  private static final int CALM_SAMPLES = 20;
  private static final double BETTER = 0.98;
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  /**
   * How long to warm up and to measure, in seconds.
   *
   * @param compile until the compiler is taken to be done with a kernel that has never run
   * @param warmUp at most, for a kernel that is compiled already
   */
  public record Budget(double compile, double warmUp, double measure) {
    public static final Budget FULL = new Budget(2.5, 1, 0.5);
    public static final Budget QUICK = new Budget(1.2, 0.3, 0.1);
  }

  /** Runs {@code body} until it gets no faster, then measures it; {@code fresh} if the compiler has never seen it. */
  public static Timing of(Budget budget, boolean fresh, Runnable body) {
    int runs = warmUp(fresh ? budget.compile : 0, fresh ? 2 * budget.compile : budget.warmUp, body);
    var samples = new double[MOST_SAMPLES];
    int n = 0;
    long start = System.nanoTime();
    while (n < FEWEST_SAMPLES || n < MOST_SAMPLES && since(start) < budget.measure) samples[n++] = sample(runs, body);
    Arrays.sort(samples, 0, n);
    return new Timing(samples[0], samples[n / 2]);
  }

  /** Ends when the samples and the compiler have been calm for a while; returns how many runs a sample takes. */
  private static int warmUp(double least, double most, Runnable body) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    long compiled = 0;
    int runs = 1;
    for (int calm = 0; since(start) < least || calm < CALM_SAMPLES && since(start) < most; calm++) {
      double seconds = sample(runs, body);
      runs = (int) Math.clamp(Math.ceil(SAMPLE_NANOS / 1e9 / seconds), 1, 1e6);
      long compiling = COMPILER.getTotalCompilationTime();
      if (seconds < BETTER * best || compiling > compiled) calm = 0;
      best = Math.min(best, seconds);
      compiled = compiling;
    }
    return runs;
  }

  private static double sample(int runs, Runnable body) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) body.run();
    return since(start) / runs;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
