package org.vitrail.bench.kernel;

import java.util.Arrays;
import java.util.function.Supplier;
import org.vitrail.kernels.Device;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.Precision;
import org.vitrail.tensor.Tensor;

/** Two ways to prove a kernel right: against the scalar one, and a product against a random vector. */
final class Proof {
  /** Of each element, relative to 1 or to itself if that is more. */
  private static final double TOLERANCE = 2e-4;
  /** The same where the operands of products are rounded. */
  private static final double ROUNDED_TOLERANCE = 0.05;
  private static final double FLOAT_EPSILON = 0x1p-24;

  private Proof() {}

  /** {@code call}, made and run on {@code device} and on the scalar one, gives the same. */
  static void againstScalar(String what, Device device, Supplier<Call> call) {
    var scalar = Devices.named("scalar");
    if (device == scalar) return;
    var actual = run(device, call);
    var expected = run(scalar, call);
    for (int output = 0; output < expected.outputs().size(); output++) {
      compare(what + ", output " + output, actual.outputs().get(output), expected.outputs().get(output),
          device.precision() == Precision.F32 ? TOLERANCE : ROUNDED_TOLERANCE);
    }
  }

  private static Call run(Device device, Supplier<Call> make) {
    return Devices.on(device, () -> {
      var call = make.get();
      call.body().accept(device.kernels());
      return call;
    });
  }

  private static void compare(String what, Tensor actual, Tensor expected, double tolerance) {
    var x = actual.toDoubles();
    var y = expected.toDoubles();
    for (int i = 0; i < y.length; i++) {
      if (!(Math.abs(x[i] - y[i]) <= tolerance * Math.max(1, Math.abs(y[i])))) {
        throw new WrongResultException(what + ": element " + i + " is " + x[i] + ", the scalar kernel says " + y[i]);
      }
    }
  }

  /**
   * Freivalds 1977: {@code C·x = A·(B·x)} for a random vector x, in O(n²) where the product takes O(n³). A and B hold
   * numbers of size 1; a rounding of each partial sum, at most k of them, is allowed, added up over a row of C like
   * errors that know nothing of each other. A device that rounds its operands multiplies rounded ones exactly.
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
    var precision = c.device().precision();
    double tolerance = 4 * FLOAT_EPSILON * k * Math.sqrt(n);
    for (int batch = 0; batch < a.dim(0); batch++) {
      var expected = times(a.select(0, batch), precision, times(b.select(0, batch), precision, x));
      var actual = times(c.select(0, batch), Precision.F32, x);
      for (int i = 0; i < m; i++) {
        if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
          throw new WrongResultException(
              what + ": row " + i + " of C·x is " + actual[i] + ", A·(B·x) says " + expected[i]);
        }
      }
    }
  }

  /** A matrix, rounded to {@code precision}, times a vector, in double precision. */
  private static double[] times(Tensor matrix, Precision precision, double[] x) {
    int columns = x.length;
    var elements = matrix.toFloats();
    var y = new double[elements.length / columns];
    Arrays.setAll(y, row -> {
      double sum = 0;
      for (int i = 0; i < columns; i++) sum += rounded(elements[row * columns + i], precision) * x[i];
      return sum;
    });
    return y;
  }

  /** The number of {@code precision} nearest to {@code x}, ties to even. */
  private static float rounded(float x, Precision precision) {
    int bits = Float.floatToRawIntBits(x);
    return switch (precision) {
      case F32 -> x;
      case BF16 -> Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff_0000);
      case F16 -> Float.float16ToFloat(Float.floatToFloat16(x));
    };
  }
}
