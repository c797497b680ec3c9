package org.vitrail.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.vitrail.bench.kernel.AttentionWorkload;

/** {@code java -jar bench/target/benchmarks.jar attention -p backend=simd -p tokens=1024}. */
public class AttentionBenchmark extends KernelState {
  @Param({"256", "1024"})
  public int tokens;

  @Param({"false", "true"})
  public boolean causal;

  @Param({"false", "true"})
  public boolean backward;

  @Setup public void prepare() {
    prepare(() -> new AttentionWorkload(1, 12, tokens, 64, causal, backward));
  }

  @Benchmark public void attention() {
    run();
  }
}
