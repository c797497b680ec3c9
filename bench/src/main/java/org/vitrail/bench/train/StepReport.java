package org.vitrail.bench.train;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.HostDevice;
import org.vitrail.kernels.WarmUp;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.opencl.OpenClDevice;

/**
 * What a training step costs.
 *
 * @param threads 0 where a device of its own computes
 * @param readySeconds from nothing to a model and compiled kernels
 * @param firstSeconds the first step of all
 * @param minSeconds the fastest step after the warm-up
 * @param medianSeconds the one in the middle
 * @param examplesPerSecond at the median
 * @param peakMemory the most memory that the process ever held, in bytes; 0 where the system does not tell
 * @param deviceMemory bytes that a device of its own held at the end, which gives nothing back before it has to; else 0
 * @param heapPerStep bytes that all threads together allocated, of one step after the warm-up
 * @param pauses of the garbage collector after the warm-up
 * @param longestPause milliseconds
 * @param firstLoss before the first step
 * @param lastLoss before the last step
 */
public record StepReport(String model, int batch, int threads, long parameters, double readySeconds,
    double firstSeconds, double minSeconds, double medianSeconds, double examplesPerSecond, long peakMemory,
    long deviceMemory, long heapPerStep, int pauses, long longestPause, double firstLoss, double lastLoss)
    implements Serializable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Hears of each step that is done. */
  @FunctionalInterface
  public interface Listener {
    void stepped(int done, double loss);
  }

  /** Takes {@code warmUp} steps of {@code batch} examples on the current device, then {@code steps} more that count. */
  public static StepReport measure(TrainingStep.Model model, int batch, int warmUp, int steps, Listener listener) {
    var device = Devices.current();
    long begin = System.nanoTime();
    WarmUp.start();
    var step = model.create(batch);
    WarmUp.await();
    long ready = System.nanoTime();
    double firstLoss = run(step, device);
    double firstSeconds = since(ready);
    listener.stepped(1, firstLoss);
    for (int i = 1; i < warmUp; i++) listener.stepped(i + 1, run(step, device));
    var seconds = new double[steps];
    double loss = firstLoss;
    try (var pauses = new Pauses()) {
      long allocated = THREADS.getTotalThreadAllocatedBytes();
      for (int i = 0; i < steps; i++) {
        long start = System.nanoTime();
        loss = run(step, device);
        seconds[i] = since(start);
        listener.stepped(warmUp + i + 1, loss);
      }
      long heap = (THREADS.getTotalThreadAllocatedBytes() - allocated) / steps;
      Arrays.sort(seconds);
      double median = seconds[steps / 2];
      return new StepReport(model.label(), batch, device instanceof HostDevice ? Workers.threads() : 0,
          step.parameters(), (ready - begin) / 1e9, firstSeconds, seconds[0], median, batch / median, residentPeak(),
          device instanceof OpenClDevice cl ? cl.memoryTaken() : 0, heap, pauses.count(), pauses.longest(), firstLoss,
          loss);
    }
  }

  private static double run(TrainingStep step, Device device) {
    double loss = step.run();
    device.finish();
    return loss;
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
