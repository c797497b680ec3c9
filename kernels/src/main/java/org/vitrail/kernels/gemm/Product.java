package org.vitrail.kernels.gemm;

import java.util.Arrays;
import org.vitrail.kernels.Axes;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.opencl.Launch;

/**
 * A batch of products as the kernels in OpenCL take it.
 *
 * @param batches the batch axes of A, B, C and the residual
 * @param count number of matrices
 */
record Product(View a, View b, View c, Epilogue epilogue, Axes batches, int count, int m, int n, int k) {

  static Product of(View a, View b, View c, Epilogue epilogue) {
    if (canMerge(a, b, c, epilogue.residual())) {
      var residual = epilogue.residual();
      var merged = new Epilogue(epilogue.alpha(), epilogue.bias(), epilogue.activation(), epilogue.accumulate(),
          residual == null ? null : merge(residual));
      return of(merge(a), first(b), merge(c), merged);
    }
    var z = epilogue.residual() == null ? c : epilogue.residual();
    var batches = Axes.of(2, matrices(a), matrices(b), matrices(c), matrices(z));
    int count = Arrays.stream(c.shape(), 0, c.rank() - 2).reduce(1, (x, y) -> x * y);
    return new Product(a, b, c, epilogue, batches, count, c.dim(-2), c.dim(-1), a.dim(-1));
  }

  /** Whether one B meets matrices A that stand below each other, as the rows of one. */
  private static boolean canMerge(View a, View b, View c, View residual) {
    return c.rank() == 3 && c.dim(0) > 1 && b.stride(0) == 0 && isTower(a) && isTower(c)
        && (residual == null || isTower(residual));
  }

  private static boolean isTower(View v) {
    return v.stride(0) == v.dim(1) * v.stride(1);
  }

  private static View merge(View v) {
    return new View(v.storage(), v.offset(), new int[] {v.dim(0) * v.dim(1), v.dim(2)},
        new int[] {v.stride(1), v.stride(2)});
  }

  private static View first(View v) {
    return new View(v.storage(), v.offset(), new int[] {v.dim(1), v.dim(2)}, new int[] {v.stride(1), v.stride(2)});
  }

  /** The batch axes of a view: where its matrices begin. */
  private static View matrices(View v) {
    int batch = v.rank() - 2;
    return new View(v.storage(), v.offset(), Arrays.copyOf(v.shape(), batch), Arrays.copyOf(v.strides(), batch));
  }

  /** The bare product, its matrices one after the other from the beginning of {@code storage} on. */
  Product to(Storage storage) {
    var after = View.rowMajor(batches.shape());
    for (int axis = 0; axis < after.length; axis++) after[axis] *= m * n;
    var axes = new Axes(batches.shape(), new int[][] {batches.strides()[0], batches.strides()[1], after, after});
    return new Product(a, b, View.of(storage, m, n), Epilogue.NONE, axes, count, m, n, k);
  }

  DType dtype() {
    return c.dtype();
  }

  /** Whether all matrices of view {@code v} begin at places that {@code unit} divides. */
  boolean beginsAtMultiples(int v, View view, int unit) {
    return view.offset() % unit == 0 && Arrays.stream(batches.strides()[v]).allMatch(stride -> stride % unit == 0);
  }

  /** Adds what the epilogue reads to the arguments of a kernel: bias and residual with their steps. */
  Launch epilogue(Launch launch) {
    var bias = epilogue.bias();
    var z = epilogue.residual();
    return launch.arg(bias).arg(bias == null ? 0 : bias.stride(0)).arg(z).arg(z == null ? 0 : z.stride(-2))
        .arg(z == null ? 0 : z.stride(-1));
  }

  /** The name of the activation in {@code functions.cl}. */
  String activation() {
    return (epilogue.activation() == null ? "IDENTITY" : epilogue.activation().name()) + "_0";
  }
}
