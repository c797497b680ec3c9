package org.vitrail.bench.kernel;

import java.util.stream.Stream;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.tensor.Tensor;

/**
 * {@code C = A·B} for a batch of matrices, (m, k)·(k, n); fused with bias and GELU as in the first layer of an MLP.
 *
 * @param transposeA whether A stands in memory as (k, m)
 * @param transposeB whether B stands in memory as (n, k), as the weights of a linear layer do
 */
public record GemmWorkload(boolean transposeA, boolean transposeB, int batch, int m, int k, int n, boolean fused)
    implements Workload {

  /** One product; {@code layout} is NN, NT or TN. */
  public static GemmWorkload of(String layout, int m, int k, int n) {
    return new GemmWorkload(layout.charAt(0) == 'T', layout.charAt(1) == 'T', 1, m, k, n, false);
  }

  /** One product whose shape is written {@code 512x768x3072}. */
  public static GemmWorkload parse(String layout, String shape) {
    var sizes = Stream.of(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    return of(layout, sizes[0], sizes[1], sizes[2]);
  }

  GemmWorkload withBatch(int batch) {
    return new GemmWorkload(transposeA, transposeB, batch, m, k, n, fused);
  }

  GemmWorkload withGelu() {
    return new GemmWorkload(transposeA, transposeB, batch, m, k, n, true);
  }

  private GemmWorkload small() {
    return new GemmWorkload(transposeA, transposeB, Math.min(batch, 3), Math.min(m, 67), Math.min(k, 83),
        Math.min(n, 91), fused);
  }

  @Override public String kernel() {
    return "gemm " + (transposeA ? "T" : "N") + (transposeB ? "T" : "N") + (fused ? " +bias +gelu" : "");
  }

  @Override public String shape() {
    var one = m + "x" + k + "x" + n;
    return batch == 1 ? one : batch + "x(" + one + ")";
  }

  private record Matrices(Tensor a, Tensor b, Tensor c) {}

  private Matrices matrices() {
    var a = transposeA ? Operands.uniform("a", batch, k, m).transpose(1, 2) : Operands.uniform("a", batch, m, k);
    var b = transposeB ? Operands.uniform("b", batch, n, k).transpose(1, 2) : Operands.uniform("b", batch, k, n);
    return new Matrices(a, b, Operands.output(batch, m, n));
  }

  private Call call(Matrices x) {
    var epilogue = fused ? new Epilogue(1, Operands.uniform("bias", n).view(), Unary.GELU, false) : Epilogue.NONE;
    return new Call(kernels -> kernels.gemm().multiply(x.a.view(), x.b.view(), x.c.view(), epilogue), x.c);
  }

  @Override public Call prepare() {
    return call(matrices());
  }

  @Override public void verify(Device device) {
    var what = kernel() + " " + shape();
    Proof.againstScalar(what, device, small()::prepare);
    if (fused) return;
    Devices.on(device, () -> {
      var x = matrices();
      call(x).body().accept(device.kernels());
      Proof.product(what, x.a, x.b, x.c);
      return null;
    });
  }
}
