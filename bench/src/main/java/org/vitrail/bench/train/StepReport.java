package org.vitrail.bench.train;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.vitrail.kernels.WarmUp;
import org.vitrail.kernels.Workers;

/**
 * What a training step costs.
 *
 * @param readySeconds from nothing to a model and compiled kernels
 * @param firstSeconds the first step of all
 * @param minSeconds the fastest step after the warm-up
 * @param medianSeconds the one in the middle
 * @param examplesPerSecond at the median
 * @param peakMemory the most memory that the process ever held, in bytes; 0 where the system does not tell
 * @param heapPerStep bytes that all threads together allocated, of one step after the warm-up
 * @param pauses of the garbage collector after the warm-up
 * @param longestPause milliseconds
 * @param firstLoss before the first step
 * @param lastLoss before the last step
 */
public record StepReport(String model, int batch, int threads, long parameters, double readySeconds,
    double firstSeconds, double minSeconds, double medianSeconds, double examplesPerSecond, long peakMemory,
    long heapPerStep, int pauses, long longestPause, double firstLoss, double lastLoss) implements Serializable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Hears of each step that is done. */
  @FunctionalInterface
  public interface Listener {
    void stepped(int done, double loss);
  }

  /** Takes {@code warmUp} steps, then {@code steps} more that count. */
  public static StepReport measure(TrainingStep.Model model, int warmUp, int steps, Listener listener) {
    long begin = System.nanoTime();
    WarmUp.start();
    var step = model.create();
    WarmUp.await();
    long ready = System.nanoTime();
    double firstLoss = step.run();
    double firstSeconds = since(ready);
    listener.stepped(1, firstLoss);
    for (int i = 1; i < warmUp; i++) listener.stepped(i + 1, step.run());
    var seconds = new double[steps];
    double loss = firstLoss;
    try (var pauses = new Pauses()) {
      long allocated = THREADS.getTotalThreadAllocatedBytes();
      for (int i = 0; i < steps; i++) {
        long start = System.nanoTime();
        loss = step.run();
        seconds[i] = since(start);
        listener.stepped(warmUp + i + 1, loss);
      }
      long heap = (THREADS.getTotalThreadAllocatedBytes() - allocated) / steps;
      Arrays.sort(seconds);
      double median = seconds[steps / 2];
      return new StepReport(model.label(), model.batch(), Workers.threads(), step.parameters(),
          (ready - begin) / 1e9, firstSeconds,
          seconds[0], median, model.batch() / median, residentPeak(), heap, pauses.count(), pauses.longest(), firstLoss,
          loss);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** VmHWM, the "high water mark" of resident memory. */
  private static long residentPeak() {
    try (var lines = Files.lines(STATUS)) {
      return lines.filter(line -> line.startsWith("VmHWM:")).findFirst()
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }
}
