package org.vitrail.kernels.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** A backend's functions of elements against the scalar ones. */
@BackendTest
class ElementwiseBackendTest {
  /** Around the lengths of vectors, tiles and tasks. */
  private static final int[] SIZES = {0, 1, 3, 4, 6, 13, 15, 16, 17, 31, 33, 63, 64, 65, 207, 1000, 2049};
  private static final int[][] SHAPES = {{0, 5}, {1, 1}, {3, 1}, {1, 7}, {5, 3}, {17, 33}, {70, 40}, {3, 1000},
      {300, 7}, {2, 3, 5}, {4, 17, 33}, {33, 3, 20}, {2, 3, 4, 17}, {2, 70, 3, 40}};
  private static final double[] SPECIAL = {0, -0.0, 1, -1, 3, -3, 6, 0.5, 2.5, -2.5, 1e-20, -1e-20, 30, -30, 88.7, 89,
      -87, -100, 1e30, -1e30, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};

  private final Elementwise scalar = new ElementwiseScalar();
  private final Elementwise tested = Tested.kernels().elementwise();

  @Test void everyFunction() {
    var sample = new Sample(1);
    for (var f : Unary.values()) {
      double a = parameter(f);
      for (int size : new int[] {1, 16, 207, 1000}) {
        var x = domain(f, sample.dense(size));
        var dy = sample.dense(size);
        check(f + "", (k, y) -> k.map(f, a, 0.7, x, y), sample.dense(size));
        check(f + "′", (k, y) -> k.mapGrad(f, 1, a, 0.7, x, dy, y), sample.dense(size));
        check(f + "″", (k, y) -> k.mapGrad(f, 2, a, 0.7, x, dy, y), sample.dense(size));
        check(f + " gate", (k, y) -> k.gate(f, a, 0.7, x, dy, y), sample.dense(size));
        check(f + " gate′", (k, y) -> k.gateGrad(f, a, 0.7, x, dy, dy, y), sample.dense(size));
      }
    }
    for (var f : Binary.values()) {
      for (int size : SIZES) {
        var x = f == Binary.POW ? domain(Unary.SQRT, sample.dense(size)) : sample.dense(size);
        var y = sample.dense(size);
        check(f + "", (k, z) -> k.combine(f, x, y, z), f.isComparison() ? ints(size) : sample.dense(size));
      }
    }
  }

  private static double parameter(Unary f) {
    return switch (f) {
      case CLAMP -> -0.4;
      case POW -> 1.5;
      case SWISH -> 1.702;
      case AFFINE -> -3;
      default -> 0.3;
    };
  }

  /** Values three times as wide as those of {@code x}, positive and not small where the function asks for it. */
  private static View domain(Unary f, View x) {
    for (int i = 0; i < x.size(); i++) {
      float value = 3 * x.floats()[i];
      x.floats()[i] = switch (f) {
        case LOG, SQRT, RSQRT, RECIPROCAL, POW, LOG1P -> 0.5f + Math.abs(value);
        default -> value;
      };
    }
    return x;
  }

  /** At the ends of the range: f everywhere; the derivatives, which at infinity differ in form, at finite places. */
  @Test void extremes() {
    int n = SPECIAL.length;
    var x = View.of(new Storage.Floats(new float[n]), n);
    for (int i = 0; i < n; i++) x.storage().set(i, SPECIAL[i]);
    var ones = View.of(new Storage.Floats(new float[n]), n);
    Arrays.fill(ones.floats(), 1);
    for (var f : Unary.values()) {
      for (int order = 0; order <= 2; order++) {
        double a = f == Unary.POW ? 2 : f == Unary.CLAMP ? -0.4 : 1;
        var y = View.of(new Storage.Floats(new float[n]), n);
        if (order == 0) tested.map(f, a, 0.7, x, y);
        else tested.mapGrad(f, order, a, 0.7, x, ones, y);
        for (int i = 0; i < n; i++) {
          if (order > 0 && Double.isInfinite(SPECIAL[i])) continue;
          float expected = (float) f.derivative(order, x.floats()[i], a, 0.7);
          boolean close = Float.compare(expected, y.floats()[i]) == 0
              || Math.abs(expected - y.floats()[i]) <= 1e-7 + 1e-6 * Math.abs(expected) && Float.isFinite(expected);
          assertEquals(true, close, f + " order " + order + " of " + SPECIAL[i] + " is " + y.floats()[i]
              + " instead of " + expected);
        }
      }
    }
    for (var f : Binary.values()) {
      for (double s : SPECIAL) {
        var y = View.of(new Storage.Floats(new float[] {(float) s}), 1);
        var spread = new View(y.storage(), 0, new int[] {n}, new int[] {0});
        var z = f.isComparison() ? ints(n) : ones;
        check(f + " of special numbers and " + s, (k, out) -> k.combine(f, x, spread, out), z);
      }
    }
  }

  @Test void everySize() {
    var sample = new Sample(2);
    for (int size : SIZES) {
      var x = sample.dense(size);
      var y = sample.dense(size);
      check("add", (k, z) -> k.combine(Binary.ADD, x, y, z), sample.dense(size));
      check("fill", (k, z) -> k.fill(0.1, z), sample.dense(size));
      for (int columns : SIZES) {
        if (size * columns > 100_000) continue;
        var table = sample.dense(size, columns);
        var row = broadcast(sample.dense(columns), new int[] {size, columns}, 0, 1);
        var column = broadcast(sample.dense(size), new int[] {size, columns}, 1, 0);
        check("bias", (k, z) -> k.combine(Binary.ADD, table, row, z), sample.dense(size, columns));
        check("scale", (k, z) -> k.combine(Binary.MUL, column, table, z), sample.dense(size, columns));
      }
    }
  }

  /** Halves of rows, each a run, whole vectors and the rest of one; what stands beside the result stays. */
  @Test void halvesOfRows() {
    var sample = new Sample(8);
    for (int rows : new int[] {0, 1, 5, 70}) {
      for (int n : new int[] {1, 15, 64, 65, 207, 344}) {
        var x = sample.dense(rows, 2 * n);
        var dy = sample.dense(rows, n);
        var first = half(x, 0, n);
        var last = half(x, n, n);
        check("gate", (k, y) -> k.gate(Unary.SWISH, 1.2, 0, first, last, y), sample.dense(rows, n));
        check("gate to a half", (k, y) -> k.gate(Unary.GELU, 1, 0, first, dy, y),
            half(sample.dense(rows, 2 * n), n, n));
        check("gate′", (k, y) -> k.gateGrad(Unary.SWISH, 1.2, 0, first, last, dy, y),
            half(sample.dense(rows, 2 * n), 0, n));
        check("in place", (k, y) -> k.combine(Binary.MUL, y, first, y), half(sample.dense(rows, 2 * n), n, n));
      }
    }
    var doubles = View.of(new Storage.Doubles(new double[] {0.1, -2, 3, 4}), 2, 2);
    var result = View.of(new Storage.Doubles(new double[4]), 2, 2);
    check("double", (k, y) -> k.gate(Unary.SWISH, 1, 0, doubles, doubles, y), result);
    check("double′", (k, y) -> k.gateGrad(Unary.SWISH, 1, 0, doubles, doubles, doubles, y), result);
  }

  private static View half(View x, int from, int n) {
    return new View(x.storage(), x.offset() + from, new int[] {x.dim(0), n}, x.strides());
  }

  @Test void gradientAndBias() {
    var sample = new Sample(7);
    for (int rows : new int[] {0, 1, 3, 5, 63, 64, 65, 200, 1000}) {
      for (int n : SIZES) {
        if (rows * n > 100_000) continue;
        var x = sample.dense(rows, n);
        var dy = sample.dense(rows, n);
        var bias = new View(sample.dense(n + 5).storage(), 3, new int[] {n}, new int[] {1});
        double tolerance = 1e-7 * (5 + 2 * Math.sqrt(rows));
        var dx = sample.dense(rows, n);
        check("dx", tolerance, (k, y) -> k.mapGradBias(Unary.GELU, 0, 0, x, dy, y, Sample.copy(bias)), dx);
        check("bias", tolerance, (k, y) -> k.mapGradBias(Unary.GELU, 0, 0, x, dy, Sample.copy(dx), y), bias);
        check("in place", tolerance, (k, y) -> k.mapGradBias(Unary.SWISH, 1, 0, x, y, y, Sample.copy(bias)), dx);
      }
    }
    var doubles = View.of(new Storage.Doubles(new double[] {0.1, -2, 3, 4}), 2, 2);
    check("double", (k, y) -> k.mapGradBias(Unary.EXP, 0, 0, doubles, doubles, Sample.copy(doubles), y),
        View.of(new Storage.Doubles(new double[2]), 2));
  }

  private static View broadcast(View v, int[] shape, int... strides) {
    return new View(v.storage(), v.offset(), shape, strides);
  }

  @Test void everyLayout() {
    var sample = new Sample(3);
    for (var shape : SHAPES) {
      for (var left : Layout.values()) {
        for (var right : Layout.values()) {
          var x = sample.permuted(left, shape);
          var y = sample.permuted(right, shape);
          var test = bits(sample.permuted(right, shape));
          check("sub", (k, z) -> k.combine(Binary.SUB, x, y, z), sample.out(shape));
          check("less", (k, z) -> k.combine(Binary.LT, x, y, z), bits(sample.out(shape)));
          check("select", (k, z) -> k.select(test, x, y, z), sample.out(shape));
          check("gradient", (k, z) -> k.mapGrad(Unary.SIGMOID, 1, 0, 0, x, y, z), sample.out(shape));
          check("gate", (k, z) -> k.gate(Unary.SWISH, 1, 0, x, y, z), sample.out(shape));
          check("gate′", (k, z) -> k.gateGrad(Unary.SWISH, 1, 0, x, y, x, z), sample.out(shape));
          check("copy", (k, z) -> k.copy(x, z), sample.out(shape));
          check("copy from integers", (k, z) -> k.copy(test, z), sample.out(shape));
          check("copy to integers", (k, z) -> k.copy(x, z), bits(sample.out(shape)));
          check("fill", (k, z) -> k.fill(-2.5, z), sample.out(shape));
        }
      }
    }
  }

  /** As integers: 1 for positive elements, 0 for others. */
  private static View bits(View v) {
    var ints = new int[v.storage().size()];
    for (int i = 0; i < ints.length; i++) ints[i] = v.storage().get(i) > 0 ? 1 : 0;
    return new View(new Storage.Ints(ints), v.offset(), v.shape(), v.strides());
  }

  private static View ints(int size) {
    return View.of(new Storage.Ints(new int[size]), size);
  }

  @Test void inPlace() {
    var sample = new Sample(4);
    for (var shape : SHAPES) {
      var y = sample.permuted(sample.among(Layout.values()), shape);
      check("x += y", (k, x) -> k.combine(Binary.ADD, x, y, x), sample.out(shape));
      check("x = y − x", (k, x) -> k.combine(Binary.SUB, y, x, x), sample.out(shape));
      check("x = tanh x", (k, x) -> k.map(Unary.TANH, 0, 0, x, x), sample.out(shape));
      check("x = x·σ′(y)", (k, x) -> k.mapGrad(Unary.SIGMOID, 1, 0, 0, y, x, x), sample.out(shape));
    }
  }

  @Test void otherTypes() {
    var doubles = View.of(new Storage.Doubles(new double[] {0.1, -2, 3}), 3);
    check("double", (k, z) -> k.map(Unary.EXP, 0, 0, doubles, z), View.of(new Storage.Doubles(new double[3]), 3));
    check("to double", (k, z) -> k.copy(doubles, z), View.of(new Storage.Floats(new float[3]), 3));
    var ints = View.of(new Storage.Ints(new int[] {1 << 30, -2, (1 << 24) + 1}), 3);
    check("int", (k, z) -> k.combine(Binary.MUL, ints, ints, z), ints(3));
    check("copy int", (k, z) -> k.copy(ints, z), ints(3));
    check("fill int", (k, z) -> k.fill((1 << 24) + 1, z), ints(3));
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    var sample = new Sample(5);
    int before = Workers.threads();
    try {
      for (int[] shape : new int[][] {{40_000}, {207, 333}, {1, 100_001}, {50, 3, 700}}) {
        var x = sample.permuted(Layout.DENSE, shape);
        var y = sample.permuted(Layout.DENSE, shape);
        var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
          Workers.resize(threads);
          int size = x.size();
          var z = View.of(new Storage.Floats(new float[size]), shape);
          tested.mapGrad(Unary.GELU, 1, 0, 0, x, y, z);
          return z;
        }).toList();
        for (var z : results) Sample.assertSameBits(results.getFirst(), z, Arrays.toString(shape) + " on more threads");
      }
      var x = sample.dense(3000, 77);
      var sums = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
        Workers.resize(threads);
        var dBias = View.of(new Storage.Floats(new float[77]), 77);
        tested.mapGradBias(Unary.GELU, 0, 0, x, x, Sample.copy(x), dBias);
        return dBias;
      }).toList();
      for (var dBias : sums) Sample.assertSameBits(sums.getFirst(), dBias, "a bias on more threads");
    } finally {
      Workers.resize(before);
    }
  }

  /** A function's value does not depend on where in a vector, a tile or a task its element stands. */
  @Test void sameBitsAtEveryPlace() {
    var x = new Sample(6).dense(70_001);
    var y = View.of(new Storage.Floats(new float[70_001]), 70_001);
    tested.map(Unary.GELU, 0, 0, x, y);
    for (int from : new int[] {1, 15, 2047, 16_383, 69_999}) {
      var part = new View(x.storage(), from, new int[] {x.size() - from}, new int[] {1});
      var z = new float[70_001];
      tested.map(Unary.GELU, 0, 0, part, new View(new Storage.Floats(z), from, part.shape(), part.strides()));
      for (int i = from; i < z.length; i++) {
        assertEquals(y.floats()[i], z[i], "element " + i + " of a part from " + from);
      }
    }
  }

  /** Runs both backends on equal memory and compares all of it. */
  private void check(String what, BiConsumer<Elementwise, View> run, View out) {
    check(what, 5e-7, run, out);
  }

  private void check(String what, double tolerance, BiConsumer<Elementwise, View> run, View out) {
    var expected = Sample.copy(out);
    var actual = Sample.copy(out);
    run.accept(scalar, expected);
    run.accept(tested, actual);
    Sample.assertClose(expected, actual, tolerance, what + ", out " + Arrays.toString(out.shape()) + " strides "
        + Arrays.toString(out.strides()));
  }
}
