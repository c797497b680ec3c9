package org.vitrail.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.vitrail.bench.kernel.RowWorkload;

/**
 * Elementwise functions, norms, softmax, cross-entropy, reductions and AdamW:
 * {@code java -jar bench/target/benchmarks.jar rows -p kernel=softmax -prof gc}.
 */
public class RowsBenchmark extends KernelState {
  @Param({"add", "gelu", "gelu tanh", "gelu gradient", "transpose", "sum of rows", "sum of columns", "layer norm",
      "layer norm gradient", "softmax", "softmax gradient", "cross-entropy", "cross-entropy gradient", "adamw"})
  public String kernel;

  @Param({"16", "8192"})
  public int rows;

  @Setup public void prepare() {
    prepare(() -> RowWorkload.named(kernel, rows, 768));
  }

  @Benchmark public void rows() {
    run();
  }
}
