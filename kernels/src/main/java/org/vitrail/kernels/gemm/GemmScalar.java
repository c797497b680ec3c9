package org.vitrail.kernels.gemm;

import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.Unary;

/** The specification: three loops around one multiply-add, summed in double precision. */
public final class GemmScalar implements Gemm {

  @Override public void multiply(View a, View b, View c, Epilogue epilogue) {
    var z = epilogue.residual() == null ? c : epilogue.residual();
    for (var o = new Odometer(matrices(a), matrices(b), matrices(c), matrices(z)); o.hasCurrent(); o.advance()) {
      multiply(a, o.at(0), b, o.at(1), c, o.at(2), o.at(3), epilogue);
    }
  }

  private static void multiply(View a, int aAt, View b, int bAt, View c, int cAt, int zAt,
      Epilogue epilogue) {
    Storage left = a.storage();
    Storage right = b.storage();
    Storage out = c.storage();
    for (int m = 0; m < c.dim(-2); m++) {
      for (int n = 0; n < c.dim(-1); n++) {
        double sum = 0;
        for (int k = 0; k < a.dim(-1); k++) {
          sum += left.get(aAt + m * a.stride(-2) + k * a.stride(-1)) * right.get(bAt + k * b.stride(-2) + n * b.stride(-1));
        }
        int at = cAt + m * c.stride(-2) + n * c.stride(-1);
        sum = finish(sum, n, epilogue) + (epilogue.accumulate() ? out.get(at) : 0);
        out.set(at, activate(sum, epilogue.activation()) + residual(epilogue.residual(), zAt, m, n));
      }
    }
  }

  private static double finish(double sum, int n, Epilogue epilogue) {
    var bias = epilogue.bias();
    return epilogue.alpha() * sum + (bias == null ? 0 : bias.storage().get(bias.offset() + n * bias.stride(0)));
  }

  private static double activate(double x, Unary activation) {
    return activation == null ? x : activation.apply(x, 1, 0);
  }

  private static double residual(View z, int zAt, int m, int n) {
    return z == null ? 0 : z.storage().get(zAt + m * z.stride(-2) + n * z.stride(-1));
  }

  /** The batch axes of a view: where its matrices begin. */
  private static View matrices(View v) {
    int batch = v.rank() - 2;
    return new View(v.storage(), v.offset(), java.util.Arrays.copyOf(v.shape(), batch),
        java.util.Arrays.copyOf(v.strides(), batch));
  }
}
