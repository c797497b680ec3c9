package org.vitrail.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.vitrail.bench.Backend;
import org.vitrail.bench.Timing;
import org.vitrail.bench.kernel.Call;
import org.vitrail.bench.kernel.Workload;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Kernels;
import org.vitrail.kernels.Workers;

/**
 * A workload with its operands on the backend under test, proved right before it is timed. A device that works off a
 * queue is waited for now and then, so that JMH's mean holds all of its work and little of the waiting.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow"})
@State(Scope.Benchmark)
public abstract class KernelState {
  @Param({"simd", "scalar"})
  public String backend;

  /** 0 for all processors. */
  @Param({"1", "0"})
  public int threads;

  private Call call;
  private Device device;
  private Kernels kernels;
  private int batch;
  private int queued;

  /** Proves and prepares {@code workload}. */
  void prepare(Supplier<Workload> workload) {
    if (threads > 0) Workers.resize(threads);
    device = Backend.of(backend).device();
    var work = workload.get();
    work.verify(device);
    call = work.prepare(device);
    kernels = device.kernels();
    batch = Timing.runs(device, () -> call.body().accept(kernels));
  }

  void run() {
    call.body().accept(kernels);
    if (++queued == batch) finish();
  }

  @TearDown(Level.Iteration) public void finish() {
    device.finish();
    queued = 0;
  }
}
