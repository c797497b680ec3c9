package org.vitrail.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vitrail.bench.Backend;
import org.vitrail.bench.train.TrainingStep;
import org.vitrail.bench.train.TrainingStep.Model;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Workers;

/** A whole training step: {@code java -jar bench/target/benchmarks.jar train -p model=decoder -prof gc}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow"})
@State(Scope.Benchmark)
public class TrainBenchmark {
  @Param({"simd"})
  public String backend;

  /** 0 for all processors. */
  @Param({"0"})
  public int threads;

  @Param({"vit-tiny", "vit-32px", "decoder"})
  public String model;

  /** Examples in a step; 0 for as many as the model has by itself. */
  @Param({"0"})
  public int batch;

  private Device device;
  private TrainingStep step;

  @Setup public void prepare() {
    if (threads > 0) Workers.resize(threads);
    device = Backend.of(backend).device();
    var chosen = Model.labelled(model);
    step = Devices.on(device, () -> chosen.create(batch > 0 ? batch : chosen.batch()));
  }

  @Benchmark public double train() {
    double loss = step.run();
    device.finish();
    return loss;
  }
}
