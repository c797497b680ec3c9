package org.vitrail.bench.kernel;

import java.util.Arrays;
import java.util.function.Supplier;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.tensor.Tensor;

/** Two ways to prove a kernel right: against the scalar one, and a product against a random vector. */
final class Proof {
  /** Of each element, relative to 1 or to itself if that is more. */
  private static final double TOLERANCE = 2e-4;
  private static final double FLOAT_EPSILON = 0x1p-24;

  private Proof() {}

  /** {@code call}, made and run on {@code device} and on the scalar one, gives the same. */
  static void againstScalar(String what, Device device, Supplier<Call> call) {
    var scalar = Devices.named("scalar");
    if (device == scalar) return;
    var actual = run(device, call);
    var expected = run(scalar, call);
    for (int output = 0; output < expected.outputs().size(); output++) {
      compare(what + ", output " + output, actual.outputs().get(output), expected.outputs().get(output));
    }
  }

  private static Call run(Device device, Supplier<Call> make) {
    return Devices.on(device, () -> {
      var call = make.get();
      call.body().accept(device.kernels());
      return call;
    });
  }

  private static void compare(String what, Tensor actual, Tensor expected) {
    var x = actual.toDoubles();
    var y = expected.toDoubles();
    for (int i = 0; i < y.length; i++) {
      if (!(Math.abs(x[i] - y[i]) <= TOLERANCE * Math.max(1, Math.abs(y[i])))) {
        throw new WrongResultException(what + ": element " + i + " is " + x[i] + ", the scalar kernel says " + y[i]);
      }
    }
  }

  /**
   * Freivalds 1977: {@code C·x = A·(B·x)} for a random vector x, in O(n²) where the product takes O(n³). A and B hold
   * numbers of size 1; a rounding of each partial sum, at most k of them, is allowed, added up over a row of C like
   * errors that know nothing of each other.
   *
   * @param a (batch, m, k)
   * @param b (batch, k, n)
   * @param c (batch, m, n)
   */
  static void product(String what, Tensor a, Tensor b, Tensor c) {
    int m = a.dim(1);
    int k = a.dim(2);
    int n = b.dim(2);
    var x = Operands.uniform("x", n).toDoubles();
    double tolerance = 4 * FLOAT_EPSILON * k * Math.sqrt(n);
    for (int batch = 0; batch < a.dim(0); batch++) {
      var expected = times(a.select(0, batch), times(b.select(0, batch), x));
      var actual = times(c.select(0, batch), x);
      for (int i = 0; i < m; i++) {
        if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
          throw new WrongResultException(
              what + ": row " + i + " of C·x is " + actual[i] + ", A·(B·x) says " + expected[i]);
        }
      }
    }
  }

  /** A matrix times a vector, in double precision. */
  private static double[] times(Tensor matrix, double[] x) {
    int columns = x.length;
    var elements = matrix.toFloats();
    var y = new double[elements.length / columns];
    Arrays.setAll(y, row -> {
      double sum = 0;
      for (int i = 0; i < columns; i++) sum += elements[row * columns + i] * x[i];
      return sum;
    });
    return y;
  }
}
