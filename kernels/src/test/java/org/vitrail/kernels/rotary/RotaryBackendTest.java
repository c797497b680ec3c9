package org.vitrail.kernels.rotary;

import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;

/** SIMD rotation against the scalar one. */
@BackendTest
class RotaryBackendTest {
  private static final Layout[] LAYOUTS = {Layout.DENSE, Layout.GAPS, Layout.REVERSED, Layout.REPEATED};

  @Test void everySizeAndLayout() {
    for (int n : new int[] {0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 40, 64}) {
      for (var layout : LAYOUTS) check(new Sample(n), layout, 2, 3, 5, n);
    }
  }

  @Test void manyTasks() {
    check(new Sample(1), Layout.GAPS, 3, 7, 200, 33);
  }

  private static void check(Sample sample, Layout layout, int batch, int heads, int rows, int n) {
    for (boolean interleaved : new boolean[] {false, true}) {
      var x = sample.view(layout, batch, heads, rows, 2 * n);
      var cos = repeatedOverHeads(sample.view(sample.among(LAYOUTS), batch, 1, rows, n), heads);
      var sin = repeatedOverHeads(sample.view(sample.among(LAYOUTS), batch, 1, rows, n), heads);
      var expected = sample.view(layout == Layout.GAPS ? layout : Layout.DENSE, batch, heads, rows, 2 * n);
      var actual = Sample.copy(expected);
      new RotaryScalar().rotate(x, cos, sin, interleaved, expected);
      Tested.kernels().rotary().rotate(x, cos, sin, interleaved, actual);
      Sample.assertClose(expected, actual, 1e-6, "rotate of " + n + " pairs " + layout + " interleaved " + interleaved);
    }
  }

  private static View repeatedOverHeads(View v, int heads) {
    var shape = v.shape().clone();
    var strides = v.strides().clone();
    shape[1] = heads;
    strides[1] = 0;
    return new View(v.storage(), v.offset(), shape, strides);
  }
}
