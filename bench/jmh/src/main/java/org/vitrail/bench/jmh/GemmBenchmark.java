package org.vitrail.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.vitrail.bench.kernel.GemmWorkload;

/** {@code java -jar bench/target/benchmarks.jar gemm -p backend=simd -p shape=512x512x512 -prof gc}. */
public class GemmBenchmark extends KernelState {
  @Param({"NN", "NT", "TN"})
  public String layout;

  @Param({"64x64x64", "128x128x128", "256x256x256", "512x512x512", "1024x1024x1024", "2048x2048x2048", "6304x192x768",
      "6304x768x192", "512x768x3072", "1024x64x1024", "1x4096x11008"})
  public String shape;

  @Setup public void prepare() {
    prepare(() -> GemmWorkload.parse(layout, shape));
  }

  @Benchmark public void gemm() {
    run();
  }
}
