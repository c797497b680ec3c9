package org.vitrail.kernels.reduce;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.elementwise.ElementwiseVector;
import org.vitrail.kernels.reduce.Reductions.Kind;

/** A backend's reductions against the scalar ones. */
@BackendTest
class ReductionsBackendTest {
  /** Around the lengths of vectors, and of the stretches and heights that are combined at once. */
  private static final int[] SIZES = {1, 3, 4, 6, 13, 15, 16, 17, 31, 33, 63, 64, 65, 207, 4097};
  private static final int[][] SHAPES = {{1}, {7}, {1, 1}, {5, 3}, {17, 33}, {3, 1000}, {300, 7}, {2, 3, 5},
      {4, 17, 33}, {70, 3, 20}, {2, 3, 4, 17}, {2, 1, 70, 5}};

  private final Reductions scalar = new ReductionsScalar();
  private final Reductions tested = Tested.kernels().reductions();

  @Test void everySize() {
    var sample = new Sample(1);
    for (var kind : Kind.values()) {
      for (int rows : SIZES) {
        for (int columns : SIZES) {
          if (rows * columns > 300_000) continue;
          var x = sample.dense(rows, columns);
          checkReduce(kind, x, sample.dense(rows, 1));
          checkReduce(kind, x, sample.dense(1, columns));
          checkReduce(kind, x, sample.dense(1, 1));
        }
      }
    }
  }

  @Test void everySetOfAxesOfEveryLayout() {
    var sample = new Sample(2);
    for (var shape : SHAPES) {
      for (var layout : Layout.values()) {
        for (int set = 0; set < 1 << shape.length; set++) {
          var kept = shape.clone();
          for (int axis = 0; axis < shape.length; axis++) if ((set >> axis & 1) == 1) kept[axis] = 1;
          checkReduce(sample.among(Kind.values()), sample.permuted(layout, shape), sample.out(kept));
        }
      }
    }
  }

  @Test void manyRowsAndLongRuns() {
    var sample = new Sample(3);
    checkReduce(Kind.SUM, sample.dense(9000, 20), sample.dense(1, 20));
    checkReduce(Kind.SUM, sample.dense(3, 9000, 5), sample.view(Layout.SCATTERED, 3, 1, 5));
    checkReduce(Kind.MAX, sample.dense(3, 100_000), sample.dense(3, 1));
    checkReduce(Kind.SUM, sample.dense(40, 3, 1000), sample.dense(1, 3, 1));
    checkReduce(Kind.MIN, sample.dense(2, 10_000), sample.dense(1, 10_000));
  }

  @Test void emptyAndSpecial() {
    var sample = new Sample(4);
    for (var kind : Kind.values()) {
      checkReduce(kind, sample.dense(0, 5), sample.dense(1, 5));
      checkReduce(kind, sample.dense(5, 0), sample.dense(5, 1));
      checkReduce(kind, sample.dense(0, 5), sample.dense(0, 1));
      for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        for (int place : new int[] {0, 30, 38, 64}) {
          var x = sample.dense(5, 65);
          x.floats()[65 + place] = special;
          checkReduce(kind, x, sample.dense(5, 1));
          checkReduce(kind, x, sample.dense(1, 65));
        }
      }
    }
  }

  @Test void exactWhereFloatsAre() {
    int n = 1 << 24;
    var ones = new float[n];
    Arrays.fill(ones, 1);
    var sum = View.of(new Storage.Floats(new float[1]), 1);
    tested.reduce(Kind.SUM, View.of(new Storage.Floats(ones), n), sum);
    Sample.assertClose(View.of(new Storage.Floats(new float[] {n}), 1), sum, 0, "a sum of 2²⁴ ones");
  }

  @Test void placesScansAndSorts() {
    var sample = new Sample(5);
    for (var shape : SHAPES) {
      for (var layout : Layout.values()) {
        for (int axis = 0; axis < shape.length; axis++) {
          int along = axis;
          var x = withTies(sample.permuted(layout, shape));
          var kept = shape.clone();
          kept[axis] = 1;
          for (var kind : new Kind[] {Kind.MAX, Kind.MIN}) {
            check("arg " + kind, x, (k, out) -> k.arg(kind, along, x, out), sample.ints(9, kept));
          }
          for (var kind : new Kind[] {Kind.SUM, Kind.PROD}) {
            check("scan " + kind, x, (k, out) -> k.scan(kind, along, x, out), sample.out(shape));
          }
        }
      }
    }
  }

  /** Rounded, with zeros of both signs, some NaN and infinities: many elements are equal. */
  private static View withTies(View x) {
    var a = x.floats();
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.round(2 * a[i]) / 2f;
      if (i % 17 == 3) a[i] = -0f;
      if (i % 101 == 40) a[i] = Float.NaN;
      if (i % 103 == 50) a[i] = Float.NEGATIVE_INFINITY;
    }
    return x;
  }

  @Test void sorts() {
    var sample = new Sample(6);
    for (var layout : Layout.values()) {
      for (int n : new int[] {1, 2, 17, 300}) {
        for (boolean descending : new boolean[] {false, true}) {
          var x = withTies(sample.view(layout, 3, n));
          var places = sample.ints(9, 3, n);
          check("sorted", x, (k, out) -> k.sort(descending, x, out, Sample.copy(places)),
              sample.view(Layout.GAPS, 3, n));
          check("order", x, (k, out) -> k.sort(descending, x, sample.dense(3, n), out), places);
        }
      }
    }
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    var sample = new Sample(7);
    int before = Workers.threads();
    try {
      for (int[] kept : new int[][] {{1, 1, 1}, {1, 1, 70}, {30, 1, 1}, {1, 50, 1}, {30, 1, 70}}) {
        var x = sample.dense(30, 50, 70);
        var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
          Workers.resize(threads);
          var out = View.of(new Storage.Floats(new float[kept[0] * kept[1] * kept[2]]), kept);
          tested.reduce(Kind.SUM, x, out);
          return out;
        }).toList();
        for (var out : results) {
          Sample.assertSameBits(results.getFirst(), out, Arrays.toString(kept) + " on more threads");
        }
      }
    } finally {
      Workers.resize(before);
    }
  }

  private void checkReduce(Kind kind, View x, View out) {
    check("reduce " + kind, x, (k, y) -> k.reduce(kind, x, y), out);
  }

  /** Runs both backends on equal memory and compares all of it. */
  private void check(String what, View x, BiConsumer<Reductions, View> run, View out) {
    var expected = Sample.copy(out);
    var actual = Sample.copy(out);
    run.accept(scalar, expected);
    run.accept(tested, actual);
    Sample.assertClose(expected, actual, 1e-7 * (10 + 2 * Math.sqrt(x.size())), what + " of "
        + Arrays.toString(x.shape()) + " strides " + Arrays.toString(x.strides()) + " to " + Arrays.toString(out.shape()) + " strides "
        + Arrays.toString(out.strides()));
  }
}
