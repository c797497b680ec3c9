package org.vitrail.kernels.gemm;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample.Layout;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;

/** A backend's product against the scalar one. */
@BackendTest
class GemmBackendTest {
  /** Around the edges of tiles and vectors of every width. */
  private static final int[] SIZES = {1, 2, 4, 6, 7, 13, 14, 15, 28, 31, 32, 33, 63, 65, 207};

  private final Gemm scalar = new GemmScalar();
  private final Gemm tested = Tested.kernels().gemm();

  @Test void everySize() {
    var sample = new Sample(1);
    var a = sample.dense(207, 207);
    var b = sample.dense(207, 207);
    for (int m : SIZES) {
      for (int n : SIZES) {
        for (int k : new int[] {1, 6, 33, 207}) {
          check(part(a, m, k), part(b, k, n), sample.dense(m, n), Epilogue.NONE);
        }
      }
    }
  }

  private static View part(View v, int rows, int columns) {
    return new View(v.storage(), v.offset(), new int[] {rows, columns}, v.strides());
  }

  @Test void everyLayout() {
    var sample = new Sample(2);
    for (var left : Layout.values()) {
      for (var right : Layout.values()) {
        for (int round = 0; round < 6; round++) {
          int m = sample.among(SIZES);
          int n = sample.among(SIZES);
          int k = sample.among(SIZES);
          check(sample.view(left, m, k), sample.view(right, k, n), out(sample, m, n), epilogue(sample, m, n));
        }
      }
    }
  }

  @Test void everyBatch() {
    var sample = new Sample(3);
    for (var left : Layout.values()) {
      for (var right : Layout.values()) {
        int m = sample.among(1, 3, 15, 33);
        int n = sample.among(1, 5, 31, 65);
        int k = sample.among(1, 7, 40);
        check(sample.view(left, 3, m, k), sample.view(right, 3, k, n), out(sample, 3, m, n), epilogue(sample, 3, m, n));
        check(sample.view(left, 2, 3, m, k), sample.view(right, 2, 3, k, n), out(sample, 2, 3, m, n),
            epilogue(sample, 2, 3, m, n));
      }
    }
  }

  @Test void oneMatrixForAWholeBatch() {
    var sample = new Sample(4);
    for (int m : new int[] {1, 5, 50}) {
      for (var layout : Layout.values()) {
        var b = sample.view(layout, 40, 33);
        int[] strides = {0, b.stride(0), b.stride(1)};
        var repeated = new View(b.storage(), b.offset(), new int[] {4, 40, 33}, strides);
        check(sample.dense(4, m, 40), repeated, out(sample, 4, m, 33), epilogue(sample, 4, m, 33));
        check(sample.view(Layout.TRANSPOSED, 4, m, 40), repeated, out(sample, 4, m, 33), epilogue(sample, 4, m, 33));
      }
    }
  }

  @Test void everyActivation() {
    var sample = new Sample(5);
    var a = whole(sample.dense(17, 400));
    var b = whole(sample.dense(400, 33));
    for (var activation : Unary.values()) {
      check(a, b, sample.dense(17, 33), new Epilogue(0.0625, null, activation, false));
    }
  }

  /** Rounded to integers, for exact sums: some activations are steep. */
  private static View whole(View v) {
    for (int i = 0; i < v.size(); i++) v.floats()[i] = Math.round(v.floats()[i]);
    return v;
  }

  @Test void severalSlabsAndBlocks() {
    var sample = new Sample(6);
    for (var left : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
      for (var right : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
        check(sample.view(left, 345, 800), sample.view(right, 800, 100), sample.dense(345, 100),
            new Epilogue(0.1, sample.dense(100), Unary.TANH, false));
        check(sample.view(left, 30, 390), sample.view(right, 390, 3100), sample.dense(30, 3100), Epilogue.ACCUMULATE);
        check(sample.view(left, 40, 1024), sample.view(right, 1024, 100), sample.dense(40, 100), Epilogue.NONE);
        check(sample.view(left, 180, 512), sample.view(right, 512, 1100), sample.dense(180, 1100), Epilogue.NONE);
      }
      check(sample.view(left, 270, 980), sample.view(left, 980, 1060), sample.dense(270, 1060), Epilogue.NONE);
    }
  }

  @Test void repeatedElements() {
    var sample = new Sample(11);
    int[][] strides = {{0, 0}, {0, 1}, {1, 0}};
    for (int[] left : strides) {
      for (int[] right : strides) {
        for (int n : new int[] {9, 40}) {
          var a = new View(sample.dense(50).storage(), 0, new int[] {17, n}, left);
          var b = new View(sample.dense(50).storage(), 0, new int[] {n, n}, right);
          var residual = new View(sample.dense(n).storage(), 0, new int[] {17, n}, new int[] {0, 1});
          check(a, b, sample.dense(17, n), Epilogue.NONE.plus(residual));
        }
      }
    }
  }

  @Test void longSumsInParts() {
    var sample = new Sample(10);
    for (var left : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
      for (var right : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
        for (int round = 0; round < 2; round++) {
          check(sample.view(left, 77, 4100), sample.view(right, 4100, 45), out(sample, 77, 45),
              epilogue(sample, 77, 45));
        }
      }
    }
  }

  @Test void nothingToSum() {
    var sample = new Sample(7);
    check(sample.dense(15, 0), sample.dense(0, 33), sample.dense(15, 33),
        new Epilogue(2, sample.dense(33), Unary.EXP, false));
    check(sample.dense(15, 0), sample.dense(0, 33), sample.dense(15, 33), Epilogue.ACCUMULATE);
    check(sample.dense(1, 0), sample.dense(0, 33), sample.dense(1, 33), Epilogue.NONE);
    check(sample.dense(0, 4), sample.dense(4, 33), sample.dense(0, 33), Epilogue.NONE);
    check(sample.dense(0, 5, 4), sample.dense(0, 4, 33), sample.dense(0, 5, 33), Epilogue.NONE);
  }

  @Test void notANumberStaysInItsRowAndColumn() {
    var sample = new Sample(8);
    for (int m : new int[] {1, 20}) {
      var a = sample.dense(m, 70);
      var b = sample.dense(70, 40);
      a.floats()[60] = Float.NaN;
      b.floats()[45] = Float.POSITIVE_INFINITY;
      check(a, b, sample.dense(m, 40), Epilogue.NONE);
    }
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    var sample = new Sample(9);
    int before = Workers.threads();
    try {
      int[][] sizes = {{1, 390, 700, 130}, {1, 130, 200, 130}, {1, 1, 3000, 900}, {1, 900, 3000, 1}, {1, 60, 900, 1000}, {1, 70, 5000, 90},
          {9, 50, 60, 70}};
      for (int[] s : sizes) {
        for (var left : new Layout[] {Layout.DENSE, Layout.TRANSPOSED}) {
          var a = sample.view(left, s[0], s[1], s[2]);
          var b = sample.view(left, s[0], s[2], s[3]);
          var outs = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
            Workers.resize(threads);
            var c = View.of(new Storage.Floats(new float[s[0] * s[1] * s[3]]), s[0], s[1], s[3]);
            tested.multiply(a, b, c, new Epilogue(1, null, Unary.RELU, false));
            return c;
          }).toList();
          for (var c : outs) Sample.assertSameBits(outs.getFirst(), c, Arrays.toString(s) + " on more threads");
        }
      }
    } finally {
      Workers.resize(before);
    }
  }

  /** C with rows without gaps, sometimes with gaps between them. */
  private static View out(Sample sample, int... shape) {
    return sample.view(sample.coin() ? Layout.DENSE : Layout.GAPS, shape);
  }

  /** For a C of this shape. */
  private static Epilogue epilogue(Sample sample, int... shape) {
    int n = shape[shape.length - 1];
    var layout = sample.among(new Layout[] {Layout.DENSE, Layout.SCATTERED, Layout.REPEATED});
    var bias = sample.coin() ? sample.view(layout, n) : null;
    var activation = sample.coin() ? sample.among(new Unary[] {Unary.RELU, Unary.GELU, Unary.TANH}) : null;
    var residual = sample.coin() ? sample.view(sample.among(Layout.values()), shape) : null;
    return new Epilogue(sample.coin() ? 1 : -0.3, bias, activation, sample.coin(), residual);
  }

  private void check(View a, View b, View c, Epilogue epilogue) {
    var expected = Sample.copy(c);
    var actual = Sample.copy(c);
    scalar.multiply(a, b, expected, epilogue);
    tested.multiply(a, b, actual, epilogue);
    Sample.assertClose(expected, actual, 4e-6 * Math.sqrt(1 + a.dim(-1)), Arrays.toString(a.shape()) + " strides "
        + Arrays.toString(a.strides()) + " · " + Arrays.toString(b.shape()) + " strides " + Arrays.toString(b.strides())
        + " with " + epilogue);
  }
}
