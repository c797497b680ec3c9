package org.vitrail.kernels.norm;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** A backend's norms against the scalar ones. */
@BackendTest
class NormsBackendTest {
  private static final int[] SIZES = {1, 3, 4, 6, 13, 15, 16, 17, 31, 33, 63, 64, 65, 207, 768};
  private static final double EPS = 1e-5;

  private final Norms scalar = new NormsScalar();
  private final Norms tested = Tested.kernels().norms();

  @Test void everySize() {
    var sample = new Sample(1);
    for (int n : SIZES) {
      for (int rows : new int[] {0, 1, 5, 130}) {
        checkForward(sample, shift(sample.dense(rows, n), 3), sample.dense(n), sample.dense(n));
        checkForward(sample, sample.dense(rows, n), null, null);
        checkForward(sample, sample.dense(rows, n), sample.dense(n), null);
        checkBackward(sample, sample.dense(rows, n), sample.dense(n), true, true);
        checkBackward(sample, sample.dense(rows, n), null, true, false);
        checkBackward(sample, sample.dense(rows, n), sample.dense(n), false, true);
      }
    }
  }

  private static View shift(View x, float by) {
    for (int i = 0; i < x.size(); i++) x.floats()[i] += by;
    return x;
  }

  private void checkForward(Sample sample, View x, View weight, View bias) {
    int rows = x.dim(0);
    int n = x.dim(1);
    check("layer norm", x, (k, out) -> k.layerNorm(x, weight, bias, EPS, out.get(0), out.get(1), out.get(2)),
        sample.dense(rows, n), sample.dense(rows), sample.dense(rows));
    check("RMS norm", x, (k, out) -> k.rmsNorm(x, weight, EPS, out.get(0), out.get(1)), sample.dense(rows, n),
        sample.dense(rows));
  }

  private void checkBackward(Sample sample, View x, View weight, boolean input, boolean parameters) {
    int rows = x.dim(0);
    int n = x.dim(1);
    var mean = sample.dense(rows);
    var rstd = sample.dense(rows);
    scalar.layerNorm(x, weight, null, EPS, sample.dense(rows, n), mean, rstd);
    var dy = sample.dense(rows, n);
    var dx = input ? sample.dense(rows, n) : null;
    var dWeight = parameters ? sample.dense(n) : null;
    var dBias = parameters ? sample.dense(n) : null;
    for (var past : new View[] {null, sample.dense(rows, n)}) {
      check("layer norm′", x,
          (k, out) -> k.layerNormGrad(x, weight, mean, rstd, dy, past, out.get(0), out.get(1), out.get(2)),
          dx, dWeight, dBias);
      check("RMS norm′", x, (k, out) -> k.rmsNormGrad(x, weight, rstd, dy, past, out.get(0), out.get(1)), dx, dWeight);
    }
  }

  /** Heads with weights of their own, side by side in rows with a gap after each. */
  @Test void everyHead() {
    var sample = new Sample(3);
    for (int n : SIZES) {
      for (int heads : new int[] {1, 2, 5}) {
        for (int rows : new int[] {0, 1, 33, 130}) {
          var x = shift(packed(sample, rows, heads, n), 3);
          var weight = sample.dense(heads, n);
          var mean = sample.dense(rows, heads);
          var rstd = sample.dense(rows, heads);
          check("heads", x, (k, out) -> k.layerNorm(x, weight, weight, EPS, out.get(0), out.get(1), out.get(2)),
              packed(sample, rows, heads, n), mean, rstd);
          scalar.layerNorm(x, weight, weight, EPS, packed(sample, rows, heads, n), mean, rstd);
          var dy = packed(sample, rows, heads, n);
          for (var dx : new View[] {null, packed(sample, rows, heads, n)}) {
            check("heads′", x,
                (k, out) -> k.layerNormGrad(x, weight, mean, rstd, dy, null, out.get(0), out.get(1), out.get(2)), dx,
                sample.dense(heads, n), sample.dense(heads, n));
          }
          check("heads′ in place", x,
              (k, out) -> k.layerNormGrad(x, weight, mean, rstd, out.get(0), null, out.get(0), null, null), dy);
        }
      }
    }
  }

  private static View packed(Sample sample, int rows, int heads, int n) {
    int row = (heads + 2) * n;
    return new View(sample.dense(rows, row).storage(), 0, new int[] {rows, heads, n}, new int[] {row, n, 1});
  }

  @Test void inPlace() {
    var sample = new Sample(2);
    for (int n : SIZES) {
      var weight = sample.dense(n);
      var mean = sample.dense(6);
      var rstd = sample.dense(6);
      var x = sample.dense(6, n);
      check("layer norm", x,
          (k, out) -> k.layerNorm(out.get(0), weight, weight, EPS, out.get(0), out.get(1), out.get(2)), x, mean, rstd);
      var dy = sample.dense(6, n);
      check("layer norm′ in dy", x,
          (k, out) -> k.layerNormGrad(x, weight, mean, rstd, out.get(0), null, out.get(0), out.get(1), out.get(2)),
          dy, sample.dense(n), sample.dense(n));
      check("layer norm′ in x", x,
          (k, out) -> k.layerNormGrad(out.get(0), weight, mean, rstd, dy, null, out.get(0), out.get(1), out.get(2)),
          x, sample.dense(n), sample.dense(n));
      check("layer norm′ in the other gradient", x,
          (k, out) -> k.layerNormGrad(x, weight, mean, rstd, dy, out.get(0), out.get(0), out.get(1), out.get(2)),
          sample.dense(6, n), sample.dense(n), sample.dense(n));
    }
  }

  @Test void partsOfLargerMemory() {
    var sample = new Sample(3);
    var memory = sample.dense(2000);
    var x = new View(memory.storage(), 5, new int[] {2, 3, 37}, View.rowMajor(2, 3, 37));
    var weight = new View(memory.storage(), 777, new int[] {37}, new int[] {1});
    var y = new View(sample.dense(500).storage(), 9, new int[] {2, 3, 37}, View.rowMajor(2, 3, 37));
    var row = new View(sample.dense(50).storage(), 9, new int[] {37}, new int[] {1});
    check("layer norm", x, (k, out) -> k.layerNorm(x, weight, weight, EPS, out.get(0), out.get(1), out.get(2)), y,
        sample.dense(6), sample.dense(6));
    var rstd = sample.dense(6);
    check("RMS norm′", x, (k, out) -> k.rmsNormGrad(x, weight, rstd, x, x, out.get(0), out.get(1)), y, row);
  }

  /** A mean of a thousand standard deviations: the variance is that of what remains. */
  @Test void farFromZero() {
    var sample = new Sample(4);
    var x = shift(sample.dense(3, 500), 1024);
    var y = View.of(new Storage.Floats(new float[1500]), 3, 500);
    var expected = View.of(new Storage.Floats(new float[1500]), 3, 500);
    scalar.layerNorm(x, null, null, EPS, expected, sample.dense(3), sample.dense(3));
    tested.layerNorm(x, null, null, EPS, y, sample.dense(3), sample.dense(3));
    Sample.assertClose(expected, y, 1e-4, "layer norm of numbers near 1024");
  }

  @Test void notANumberStaysInItsRow() {
    var sample = new Sample(5);
    for (int place : new int[] {0, 20, 69}) {
      var x = sample.dense(3, 70);
      x.floats()[70 + place] = Float.NaN;
      checkForward(sample, x, sample.dense(70), sample.dense(70));
      x.floats()[70 + place] = Float.POSITIVE_INFINITY;
      checkForward(sample, x, sample.dense(70), sample.dense(70));
    }
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    var sample = new Sample(6);
    int before = Workers.threads();
    try {
      var x = sample.dense(1000, 207);
      var dy = sample.dense(1000, 207);
      var rstd = sample.dense(1000);
      var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
        Workers.resize(threads);
        var out = List.of(View.of(new Storage.Floats(new float[x.size()]), x.shape()),
            View.of(new Storage.Floats(new float[207]), 207), View.of(new Storage.Floats(new float[207]), 207));
        tested.layerNormGrad(x, null, rstd, rstd, dy, dy, out.get(0), out.get(1), out.get(2));
        return out;
      }).toList();
      for (var out : results) {
        for (int i = 0; i < 3; i++) Sample.assertSameBits(results.getFirst().get(i), out.get(i), "on more threads");
      }
    } finally {
      Workers.resize(before);
    }
  }

  /** Runs both backends on equal memory and compares all of it. */
  private void check(String what, View x, BiConsumer<Norms, List<View>> run, View... out) {
    var expected = Stream.of(out).map(NormsBackendTest::copy).toList();
    var actual = Stream.of(out).map(NormsBackendTest::copy).toList();
    run.accept(scalar, expected);
    run.accept(tested, actual);
    for (int i = 0; i < out.length; i++) {
      if (Objects.isNull(out[i])) continue;
      Sample.assertClose(expected.get(i), actual.get(i), 1e-7 * (20 + 3 * Math.sqrt(x.dim(0))),
          what + " of " + Arrays.toString(x.shape()) + ", result " + i);
    }
  }

  private static View copy(View v) {
    return v == null ? null : Sample.copy(v);
  }
}
