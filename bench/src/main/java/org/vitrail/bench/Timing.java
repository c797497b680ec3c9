package org.vitrail.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.HostDevice;

/**
 * How long something takes, of many runs. A device that works off a queue is given a sample's runs one after the other
 * and waited for at the end, so that all work counts and the way there and back does not.
 *
 * @param min seconds of the fastest run
 * @param median seconds of the one in the middle
 */
public record Timing(double min, double median) {
  /** A sample is so many runs that it takes at least so many seconds, for the clock's sake. */
  private static final double SAMPLE = 200e-6;
  /** The same for a device with a queue, which takes tens of microseconds to tell that it is done. */
  private static final double QUEUED_SAMPLE = 5e-3;
  private static final int MOST_SAMPLES = 10_000;
  private static final int FEWEST_SAMPLES = 5;
  private static final int CALM_SAMPLES = 20;
  private static final int TRIALS = 4;
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

  /**
   * Runs {@code body}, whose work {@code device} does, until it gets no faster, then measures it; {@code fresh} if the
   * compiler has never seen it.
   */
  public static Timing of(Budget budget, boolean fresh, Device device, Runnable body) {
    int runs = warmUp(fresh ? budget.compile : 0, fresh ? 2 * budget.compile : budget.warmUp, device, body);
    var samples = new double[MOST_SAMPLES];
    int n = 0;
    long start = System.nanoTime();
    while (n < FEWEST_SAMPLES || n < MOST_SAMPLES && since(start) < budget.measure) {
      samples[n++] = sample(runs, device, body);
    }
    Arrays.sort(samples, 0, n);
    return new Timing(samples[0], samples[n / 2]);
  }

  /** Ends when the samples and the compiler have been calm for a while; returns how many runs a sample takes. */
  private static int warmUp(double least, double most, Device device, Runnable body) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    long compiled = 0;
    int runs = 1;
    for (int calm = 0; since(start) < least || calm < CALM_SAMPLES && since(start) < most; calm++) {
      double seconds = sample(runs, device, body);
      runs = runs(device, seconds);
      long compiling = COMPILER.getTotalCompilationTime();
      if (seconds < BETTER * best || compiling > compiled) calm = 0;
      best = Math.min(best, seconds);
      compiled = compiling;
    }
    return runs;
  }

  /** How many runs of {@code body} are a sample, found by trying. */
  public static int runs(Device device, Runnable body) {
    int runs = 1;
    for (int i = 0; i < TRIALS; i++) runs = runs(device, sample(runs, device, body));
    return runs;
  }

  private static int runs(Device device, double seconds) {
    return (int) Math.clamp(Math.ceil((device instanceof HostDevice ? SAMPLE : QUEUED_SAMPLE) / seconds), 1, 1e6);
  }

  private static double sample(int runs, Device device, Runnable body) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) body.run();
    device.finish();
    return since(start) / runs;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
