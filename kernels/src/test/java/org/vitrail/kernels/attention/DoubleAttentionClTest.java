package org.vitrail.kernels.attention;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Uploading;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;

/** Attention in double precision, in blocks of local memory and without; no precision rounds its operands. */
@BackendTest
class DoubleAttentionClTest {
  private final OpenClDevice device = (OpenClDevice) Devices.named("opencl");

  @Test void inBlocks() {
    check(new ClPlans(device, Precision.BF16, Optional.of(new ClBlock(16, 8)), false));
  }

  @Test void withoutLocalMemory() {
    check(new ClPlans(device, Precision.BF16, Optional.empty(), false));
  }

  private void check(ClPlans plans) {
    Assumptions.assumeTrue(device.hardware().hasDoubles(), "the device has no 64-bit floating point");
    var tested = Uploading.of(device, Attention.class, new AttentionOpenCl(device, plans));
    var expected = run(new AttentionScalar());
    var actual = run(tested);
    for (int i = 0; i < expected.length; i++) Sample.assertClose(expected[i], actual[i], 1e-12, "result " + i);
  }

  /** o, m, l, dq, dk and dv; the inputs are always the same. */
  private static View[] run(Attention attention) {
    var sample = new Sample(1);
    var q = doubles(sample.view(Layout.GAPS, 1, 4, 40, 20));
    var k = doubles(sample.view(Layout.GAPS, 1, 2, 30, 20));
    var v = doubles(sample.view(Layout.GAPS, 1, 2, 30, 37));
    var mask = doubles(sample.dense(1, 4, 40, 30));
    var o = doubles(sample.dense(1, 4, 40, 37));
    var dO = doubles(sample.dense(1, 4, 40, 37));
    var m = doubles(sample.dense(1, 4, 40));
    var l = doubles(sample.dense(1, 4, 40));
    var gradients = new View[] {doubles(sample.dense(q.shape())), doubles(sample.dense(k.shape())),
        doubles(sample.dense(v.shape()))};
    attention.forward(q, k, v, mask, 0.2, true, o, m, l);
    attention.backward(q, k, v, mask, 0.2, true, o, m, l, dO, gradients[0], gradients[1], gradients[2]);
    return new View[] {o, m, l, gradients[0], gradients[1], gradients[2]};
  }

  private static View doubles(View v) {
    var wide = new double[v.floats().length];
    Arrays.setAll(wide, i -> v.floats()[i]);
    return new View(new Storage.Doubles(wide), v.offset(), v.shape(), v.strides());
  }
}
