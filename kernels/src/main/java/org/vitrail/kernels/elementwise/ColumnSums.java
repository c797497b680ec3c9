package org.vitrail.kernels.elementwise;

import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** Sums of the columns of a row-major matrix, in an order that its size fixes. */
public final class ColumnSums {
  private static final Source SUMS = Source.of(ColumnSums.class, "sums.cl");
  private static final int GROUP = 64;

  private final OpenClDevice cl;

  public ColumnSums(OpenClDevice cl) {
    this.cl = cl;
  }

  /** {@code out[c] = Σ_r x[r, c]} for x (rows, n). */
  public void add(View x, int rows, int n, View out) {
    int height = Math.max(16, (int) Math.ceil(Math.sqrt(rows)));
    int stretches = Math.max(1, Math.ceilDiv(rows, height));
    if (stretches == 1) {
      pass(x, rows, n, Math.max(1, rows), out);
      return;
    }
    var partial = View.of(cl.allocate(x.dtype(), stretches * n), stretches, n);
    pass(x, rows, n, height, partial);
    pass(partial, stretches, n, stretches, out);
    cl.recycle(partial.storage(), "sums of columns");
  }

  private void pass(View x, int rows, int n, int height, View out) {
    cl.kernel(SUMS.of(x.dtype()), "add_rows").arg(x).arg(rows).arg(n).arg(height).arg(out)
        .grid(new long[] {Math.ceilDiv(n, GROUP), Math.max(1, Math.ceilDiv(rows, height))}, new int[] {GROUP, 1});
  }
}
