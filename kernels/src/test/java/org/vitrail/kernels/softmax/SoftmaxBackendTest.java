package org.vitrail.kernels.softmax;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.kernels.BackendTest;
import org.vitrail.kernels.Sample;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.Tested;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** A backend's softmax and its relatives against the scalar ones. */
@BackendTest
class SoftmaxBackendTest {
  private static final int[] SIZES = {1, 2, 3, 4, 6, 10, 13, 15, 16, 17, 31, 33, 63, 64, 65, 207, 1000};
  private static final int IGNORE = -100;

  private final Softmax scalar = new SoftmaxScalar();
  private final Softmax tested = Tested.kernels().softmax();

  @Test void everySize() {
    var sample = new Sample(1);
    for (int n : SIZES) {
      for (int rows : new int[] {0, 1, 3, 70}) {
        var x = spread(sample.dense(rows, n));
        var dy = sample.dense(rows, n);
        checkAll(sample, x, dy);
      }
    }
  }

  /** Five times as wide: some probabilities are tiny. */
  private static View spread(View x) {
    for (int i = 0; i < x.size(); i++) x.floats()[i] *= 5;
    return x;
  }

  private void checkAll(Sample sample, View x, View dy) {
    int rows = x.dim(0);
    int n = x.dim(1);
    check("softmax", x, (k, y) -> k.softmax(x, y), sample.dense(rows, n));
    check("log-softmax", x, (k, y) -> k.logSoftmax(x, y), sample.dense(rows, n));
    var y = View.of(new Storage.Floats(new float[rows * n]), rows, n);
    scalar.softmax(x, y);
    check("softmax′", x, (k, dx) -> k.softmaxGrad(y, dy, dx), sample.dense(rows, n));
    var logY = View.of(new Storage.Floats(new float[rows * n]), rows, n);
    scalar.logSoftmax(x, logY);
    check("log-softmax′", x, (k, dx) -> k.logSoftmaxGrad(logY, dy, dx), sample.dense(rows, n));
    var targets = sample.ints(n, rows);
    for (int r = 0; r < rows; r++) if (sample.among(0, 1, 2) == 0) targets.ints()[r] = IGNORE;
    var lse = View.of(new Storage.Floats(new float[rows]), rows);
    var dLoss = sample.dense(rows);
    for (double smoothing : new double[] {0, 0.1}) {
      double z = smoothing / 2;
      check("loss", x, (k, loss) -> k.crossEntropy(x, targets, smoothing, z, IGNORE, loss, lse), sample.dense(rows));
      check("lse", x, (k, out) -> k.crossEntropy(x, targets, smoothing, z, IGNORE, sample.dense(rows), out),
          sample.dense(rows));
      check("loss′", x, (k, dx) -> k.crossEntropyGrad(x, targets, lse, dLoss, smoothing, z, IGNORE, dx),
          sample.dense(rows, n));
    }
  }

  @Test void partsOfLargerMemory() {
    var sample = new Sample(2);
    var memory = sample.dense(5000);
    for (int n : new int[] {5, 33, 100}) {
      var x = new View(memory.storage(), 11, new int[] {7, n}, View.rowMajor(7, n));
      var dy = new View(memory.storage(), 1003, new int[] {7, n}, View.rowMajor(7, n));
      var out = new View(sample.dense(1000).storage(), 57, new int[] {7, n}, View.rowMajor(7, n));
      check("softmax", x, (k, y) -> k.softmax(x, y), out);
      check("log-softmax", x, (k, y) -> k.logSoftmax(x, y), out);
      check("softmax′", x, (k, dx) -> k.softmaxGrad(x, dy, dx), out);
    }
  }

  @Test void inPlace() {
    var sample = new Sample(3);
    for (int n : SIZES) {
      var x = sample.dense(9, n);
      var targets = sample.ints(n, 9);
      check("softmax", x, (k, y) -> k.softmax(y, y), x);
      check("log-softmax", x, (k, y) -> k.logSoftmax(y, y), x);
      check("softmax′ in dy", x, (k, dx) -> k.softmaxGrad(x, dx, dx), sample.dense(9, n));
      var logY = Sample.copy(x);
      scalar.logSoftmax(x, logY);
      check("log-softmax′ in dy", x, (k, dx) -> k.logSoftmaxGrad(logY, dx, dx), sample.dense(9, n));
      var lse = sample.dense(9);
      check("loss′", x, (k, dx) -> k.crossEntropyGrad(dx, targets, lse, lse, 0.1, 0.01, IGNORE, dx), x);
    }
  }

  @Test void extremes() {
    var sample = new Sample(4);
    for (int n : new int[] {5, 16, 40}) {
      float inf = Float.POSITIVE_INFINITY;
      for (float[] pair : new float[][] {{-inf, -inf}, {-inf, 0}, {inf, 0}, {inf, inf}, {Float.NaN, 0}, {1e30f, -1e30f},
          {1e30f, 1e30f}, {-1e30f, -1e30f}, {200, -200}}) {
        var x = sample.dense(4, n);
        for (int i = 0; i < n; i++) {
          x.floats()[i] = pair[0];
          x.floats()[n + i] = i == 0 ? pair[0] : pair[1];
          x.floats()[2 * n + i] = i == n - 1 ? pair[0] : pair[1];
          if (i == n - 1) x.floats()[3 * n + i] = pair[0];
        }
        check("softmax", x, (k, y) -> k.softmax(x, y), sample.dense(4, n));
        check("log-softmax", x, (k, y) -> k.logSoftmax(x, y), sample.dense(4, n));
        var targets = sample.ints(n, 4);
        check("loss", x, (k, loss) -> k.crossEntropy(x, targets, 0, 0, IGNORE, loss, sample.dense(4)), sample.dense(4));
      }
    }
  }

  @Test void sameBitsForAnyNumberOfThreads() {
    var sample = new Sample(5);
    int before = Workers.threads();
    try {
      var x = sample.dense(333, 207);
      var results = IntStream.of(1, 2, 3, 8).mapToObj(threads -> {
        Workers.resize(threads);
        var y = View.of(new Storage.Floats(new float[x.size()]), x.shape());
        tested.softmax(x, y);
        return y;
      }).toList();
      for (var y : results) Sample.assertSameBits(results.getFirst(), y, "on more threads");
    } finally {
      Workers.resize(before);
    }
  }

  /** Runs both backends on equal memory and compares all of it. */
  private void check(String what, View x, BiConsumer<Softmax, View> run, View out) {
    var expected = Sample.copy(out);
    var actual = Sample.copy(out);
    run.accept(scalar, expected);
    run.accept(tested, actual);
    Sample.assertClose(expected, actual, 1e-7 * (10 + Math.sqrt(x.dim(-1))),
        what + " of " + Arrays.toString(x.shape()));
  }
}
