package org.vitrail.kernels.norm;

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

/** Norms of both real types, of so many rows that the gradients of the parameters are summed in parts. */
@BackendTest
class ManyRowsBackendTest {
  private static final double EPS = 1e-5;

  private final Random random = new Random(1);
  private final Norms scalar = new NormsScalar();
  private final Norms tested = Tested.kernels().norms();

  @Test void floats() {
    check(DType.F32, 3001, 70, 2e-5);
    check(DType.F32, 3, 20_000, 2e-5);
  }

  @Test void doubles() {
    check(DType.F64, 3001, 70, 1e-12);
    check(DType.F64, 3, 20_000, 1e-12);
  }

  private void check(DType dtype, int rows, int n, double tolerance) {
    var x = normal(dtype, rows, n);
    var dy = normal(dtype, rows, n);
    var weight = normal(dtype, n);
    var bias = normal(dtype, n);
    var mean = normal(dtype, rows);
    var rstd = normal(dtype, rows);
    compare(tolerance, (k, out) -> k.layerNorm(x, weight, bias, EPS, out[0], out[1], out[2]), x, mean, rstd);
    compare(tolerance, (k, out) -> k.rmsNorm(x, weight, EPS, out[0], out[1]), x, rstd);
    compare(tolerance, (k, out) -> k.layerNormGrad(x, weight, mean, rstd, dy, dy, out[0], out[1], out[2]), x, weight,
        bias);
    compare(tolerance, (k, out) -> k.layerNormGrad(x, null, mean, rstd, dy, null, null, null, out[0]), bias);
    compare(tolerance, (k, out) -> k.rmsNormGrad(x, weight, rstd, dy, dy, out[0], out[1]), x, weight);
  }

  private View normal(DType dtype, int... shape) {
    var values = Storage.host(dtype, Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    for (int i = 0; i < values.size(); i++) values.set(i, random.nextGaussian());
    return View.of(values, shape);
  }

  private void compare(double tolerance, BiConsumer<Norms, View[]> run, View... like) {
    var expected = Arrays.stream(like).map(Sample::copy).toArray(View[]::new);
    var actual = Arrays.stream(like).map(Sample::copy).toArray(View[]::new);
    run.accept(scalar, expected);
    run.accept(tested, actual);
    for (int i = 0; i < like.length; i++) {
      Sample.assertClose(expected[i], actual[i], tolerance, "result " + i + " of " + like[i].dtype());
    }
  }
}
