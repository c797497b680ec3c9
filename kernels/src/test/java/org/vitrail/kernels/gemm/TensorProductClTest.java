package org.vitrail.kernels.gemm;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Uploading;
import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.TensorCores;

/**
 * Products of operands in bfloat16, on tensor cores or on what stands in for them, against the scalar product of operands
 * that were rounded before.
 */
@BackendTest
class TensorProductClTest {
  private final Gemm scalar = new GemmScalar();
  private final OpenClDevice device = (OpenClDevice) Devices.named("opencl");
  private final TensorProduct tensor = new TensorProduct(device, new TensorCores(device.hardware().capability() < 80));

  private Gemm inParts(int parts) {
    Gemm gemm = (a, b, c, epilogue) -> tensor.multiply(Product.of(a, b, c, epilogue), parts);
    return Uploading.of(device, Gemm.class, gemm);
  }

  @Test void sizesAndLayouts() {
    var sample = new Sample(1);
    for (var left : new Layout[] {Layout.DENSE, Layout.TRANSPOSED, Layout.SCATTERED}) {
      for (var right : new Layout[] {Layout.DENSE, Layout.TRANSPOSED, Layout.REVERSED}) {
        check(inParts(1), sample.view(left, 130, 33), sample.view(right, 33, 150), sample.dense(130, 150), Epilogue.NONE);
        check(inParts(1), sample.view(left, 5, 64), sample.view(right, 64, 7), sample.dense(5, 7), Epilogue.NONE);
      }
    }
  }

  @Test void batchesEpiloguesAndParts() {
    var sample = new Sample(2);
    for (int parts : new int[] {1, 3}) {
      check(inParts(parts), sample.dense(3, 20, 100), sample.view(Layout.TRANSPOSED, 3, 100, 36), sample.view(Layout.GAPS, 3, 20, 36),
          new Epilogue(-0.3, sample.dense(36), Unary.RELU, true, sample.dense(3, 20, 36)));
    }
  }

  @Test void nothingToSum() {
    var sample = new Sample(3);
    check(inParts(1), sample.dense(20, 0), sample.dense(0, 33), sample.dense(20, 33), Epilogue.ACCUMULATE);
  }

  @Test void otherDevicesRoundTheSameWay() {
    var sample = new Sample(4);
    var rounding = Uploading.of(device, Gemm.class, new GemmOpenCl(device, Precision.BF16));
    check(rounding, sample.dense(20, 50), sample.dense(50, 40), sample.dense(20, 40), Epilogue.NONE);
    var tiled = new TiledProduct(device, Precision.BF16);
    Gemm tiles = (a, b, c, epilogue) -> tiled.multiply(Product.of(a, b, c, epilogue), new ClTile(16, 16, 8, 4, 4, 1));
    check(Uploading.of(device, Gemm.class, tiles), sample.dense(20, 50), sample.dense(50, 40), sample.dense(20, 40), Epilogue.NONE);
  }

  @Test void halves() {
    var sample = new Sample(5);
    float[] values = {65504, 65520, 1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 0x1p-24f, 0x1p-26f};
    float[] rounded = {65504, Float.POSITIVE_INFINITY, 1, 1 + 0x1p-9f, 0x1p-24f, 0};
    for (int i = 0; i < 6; i++) {
      var one = sample.dense(1, 1);
      var c = sample.dense(1, 1);
      one.floats()[0] = values[i];
      var unit = sample.dense(1, 1);
      unit.floats()[0] = 1;
      Uploading.of(device, Gemm.class, new GemmOpenCl(device, Precision.F16)).multiply(one, unit, c, Epilogue.NONE);
      if (c.floats()[0] != rounded[i]) throw new AssertionError(values[i] + " is rounded to " + c.floats()[0]);
    }
  }

  private void check(Gemm tested, View a, View b, View c, Epilogue epilogue) {
    var expected = Sample.copy(c);
    var actual = Sample.copy(c);
    scalar.multiply(rounded(a), rounded(b), expected, epilogue);
    tested.multiply(a, b, actual, epilogue);
    Sample.assertClose(expected, actual, 4e-6 * Math.sqrt(1 + a.dim(-1)), Arrays.toString(a.shape()) + " strides "
        + Arrays.toString(a.strides()) + " · " + Arrays.toString(b.shape()) + " strides " + Arrays.toString(b.strides())
        + " with " + epilogue);
  }

  /** To bfloat16, ties to even. */
  private static View rounded(View v) {
    var copy = Sample.copy(v);
    var values = copy.floats();
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      values[i] = Float.intBitsToFloat(bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000);
    }
    return copy;
  }
}
