package org.vitrail.kernels.reduce;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.reduce.Reductions.Kind;

/** Reductions of every type over fibres so long that a backend may cut them into parts, and over short ones. */
@BackendTest
class LongFibresBackendTest {
  private static final int[][] SHAPES = {{5, 7}, {120_000}, {2, 20_000}, {20_000, 3}, {3_000, 40}};

  private final Reductions scalar = new ReductionsScalar();
  private final Reductions tested = Tested.kernels().reductions();

  @Test void floats() {
    for (var shape : SHAPES) checkAll(new Sample(1).dense(shape));
  }

  @Test void doubles() {
    for (var shape : SHAPES) checkAll(random(DType.F64, 1, shape));
  }

  @Test void integers() {
    for (var shape : SHAPES) {
      checkAll(random(DType.I32, 9, shape));
      checkAll(random(DType.I32, 1e9, shape)); // sums and products leave the range
    }
  }

  /** Normal values, {@code width} times as wide. */
  private static View random(DType dtype, double width, int... shape) {
    var random = new Random(2);
    int n = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    var values = Storage.host(dtype, n);
    for (int i = 0; i < n; i++) values.set(i, width * random.nextGaussian());
    return View.of(values, shape);
  }

  private void checkAll(View x) {
    for (int axis = 0; axis < x.rank(); axis++) {
      int along = axis;
      var kept = x.shape().clone();
      kept[axis] = 1;
      for (var kind : Kind.values()) check("reduce " + kind, x, (k, out) -> k.reduce(kind, x, out), x.dtype(), kept);
      for (var kind : new Kind[] {Kind.MAX, Kind.MIN}) {
        check("arg " + kind, x, (k, out) -> k.arg(kind, along, x, out), DType.I32, kept);
      }
      for (var kind : new Kind[] {Kind.SUM, Kind.PROD}) {
        check("scan " + kind, x, (k, out) -> k.scan(kind, along, x, out), x.dtype(), x.shape());
      }
    }
    for (boolean descending : new boolean[] {false, true}) {
      var places = View.of(Storage.host(DType.I32, x.size()), x.shape());
      var values = View.of(Storage.host(x.dtype(), x.size()), x.shape());
      check("sorted", x, (k, out) -> k.sort(descending, x, out, places), x.dtype(), x.shape());
      check("order", x, (k, out) -> k.sort(descending, x, values, out), DType.I32, x.shape());
    }
  }

  private void check(String what, View x, BiConsumer<Reductions, View> run, DType dtype, int... shape) {
    var expected = View.of(Storage.host(dtype, Arrays.stream(shape).reduce(1, (a, b) -> a * b)), shape);
    var actual = Sample.copy(expected);
    run.accept(scalar, expected);
    run.accept(tested, actual);
    double tolerance = dtype == DType.F32 ? 1e-7 * (10 + 2 * Math.sqrt(x.size())) : dtype == DType.F64 ? 1e-11 : 0;
    Sample.assertClose(expected, actual, tolerance, what + " of " + x.dtype() + Arrays.toString(x.shape()));
  }
}
