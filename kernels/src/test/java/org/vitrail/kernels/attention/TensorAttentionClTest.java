package org.vitrail.kernels.attention;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Uploading;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;

/**
 * Attention on operands in bfloat16, on tensor cores or on what stands in for them, against the scalar one on operands
 * that were rounded before. Scores are as exact as in F32; weights, and so o, have 8 bits of precision.
 */
@BackendTest
class TensorAttentionClTest {
  private static final double SCORES = 1e-5;
  private static final double WEIGHTS = 0x1p-8;

  private final Attention scalar = new AttentionScalar();
  private final Attention tested = tested();

  private static Attention tested() {
    var device = (OpenClDevice) Devices.named("opencl");
    boolean emulated = device.hardware().capability() < 80;
    var plans = new ClPlans(device, Precision.BF16, Optional.of(new ClBlock(16, 8)), emulated);
    return Uploading.of(device, Attention.class, new AttentionOpenCl(device, plans));
  }

  @Test void sizesAndCausality() {
    var sample = new Sample(1);
    for (boolean causal : new boolean[] {false, true}) {
      check(sample, Layout.DENSE, null, causal, 2, 2, 1, 9, 5, 40, 24);
      check(sample, Layout.DENSE, null, causal, 1, 4, 2, 150, 200, 40, 24);
    }
  }

  @Test void widths() {
    var sample = new Sample(2);
    for (int[] widths : new int[][] {{1, 65}, {64, 7}, {100, 128}, {8, 131}}) {
      check(sample, Layout.GAPS, null, false, 1, 2, 1, 70, 70, widths[0], widths[1]);
    }
  }

  @Test void masksAndLayouts() {
    var sample = new Sample(3);
    for (var layout : new Layout[] {Layout.GAPS, Layout.REPEATED, Layout.REVERSED}) {
      check(sample, layout, sample.dense(2, 4, 140, 90), true, 2, 4, 2, 140, 90, 40, 24);
      check(sample, layout, sample.view(Layout.TRANSPOSED, 2, 4, 140, 90), false, 2, 4, 2, 140, 90, 40, 24);
    }
  }

  @Test void queriesThatSeeNoKey() {
    var sample = new Sample(4);
    var mask = sample.dense(1, 1, 20, 90);
    Arrays.fill(mask.floats(), 0, 90, Float.NEGATIVE_INFINITY);
    Arrays.fill(mask.floats(), 90, 90 + 64, -Float.MAX_VALUE);
    checkForward(sample, Layout.DENSE, mask, false, 1, 1, 1, 20, 90, 40, 24);
  }

  private void check(Sample sample, Layout layout, View mask, boolean causal, int batch, int heads, int kvHeads,
      int queries, int keys, int headDim, int valueDim) {
    var run = checkForward(sample, layout, mask, causal, batch, heads, kvHeads, queries, keys, headDim, valueDim);
    var dO = rounded(sample.view(layout, batch, heads, queries, valueDim));
    var expected = new View[] {sample.dense(run.q.shape()), sample.dense(run.k.shape()), sample.dense(run.v.shape())};
    var actual = Arrays.stream(expected).map(Sample::copy).toArray(View[]::new);
    backward(scalar, run, dO, expected);
    backward(tested, run, dO, actual);
    for (int i = 0; i < 3; i++) Sample.assertClose(expected[i], actual[i], 4e-5, "gradient " + i + " of " + run);
  }

  private static void backward(Attention attention, Run run, View dO, View[] gradients) {
    attention.backward(run.q, run.k, run.v, run.mask, run.scale(), run.causal, run.o, run.m, run.l, dO, gradients[0],
        gradients[1], gradients[2]);
  }

  private record Run(View q, View k, View v, View mask, boolean causal, View o, View m, View l) {
    double scale() {
      return 1 / Math.sqrt(q.dim(3));
    }

    @Override public String toString() {
      return "q " + Arrays.toString(q.shape()) + " v " + Arrays.toString(v.shape()) + (mask == null ? "" : " masked")
          + (causal ? " causal" : "");
    }
  }

  /** What the scalar kernel makes of it. */
  private Run checkForward(Sample sample, Layout layout, View mask, boolean causal, int batch, int heads, int kvHeads,
      int queries, int keys, int headDim, int valueDim) {
    var run = new Run(rounded(sample.view(layout, batch, heads, queries, headDim)),
        rounded(sample.view(layout, batch, kvHeads, keys, headDim)),
        rounded(sample.view(layout, batch, kvHeads, keys, valueDim)), mask, causal,
        sample.dense(batch, heads, queries, valueDim), sample.dense(batch, heads, queries),
        sample.dense(batch, heads, queries));
    var o = Sample.copy(run.o);
    var m = Sample.copy(run.m);
    var l = Sample.copy(run.l);
    scalar.forward(run.q, run.k, run.v, mask, run.scale(), causal, run.o, run.m, run.l);
    tested.forward(run.q, run.k, run.v, mask, run.scale(), causal, o, m, l);
    Sample.assertClose(run.m, m, SCORES, "m of " + run);
    Sample.assertClose(run.l, l, SCORES, "l of " + run);
    Sample.assertClose(run.o, o, WEIGHTS, "o of " + run);
    return run;
  }

  /** To bfloat16, ties to even. */
  private static View rounded(View v) {
    var values = v.floats();
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      values[i] = Float.intBitsToFloat(bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000);
    }
    return v;
  }
}
