package org.vitrail.kernels.reduce;

import org.vitrail.kernels.Axes;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/** Stable sort of the last axis: blocks in local memory, then runs of twice the length until there is one. */
final class MergeSort {
  private static final Source SORT = Source.of(MergeSort.class, "sort.cl");
  /** Entries of a block, as in {@code sort.cl}. */
  private static final int BLOCK = 512;
  private static final int GROUP = 256;

  private final OpenClDevice cl;

  MergeSort(OpenClDevice cl) {
    this.cl = cl;
  }

  void run(boolean descending, View x, View values, View indices) {
    int axis = x.rank() - 1;
    int n = x.dim(axis);
    var lines = Axes.of(0, Fibres.first(x, axis), Fibres.first(values, axis), Fibres.first(indices, axis));
    var source = source(x.dtype());
    var from = allocate(x);
    var to = n > BLOCK ? allocate(x) : null;
    cl.kernel(source, "sort_blocks").arg(x).arg(lines).arg(x.stride(axis)).arg(n).arg(descending).arg(from)
        .grid(new long[] {x.size() / n, Math.ceilDiv(n, BLOCK)}, new int[] {GROUP, 1});
    for (long run = BLOCK; run < n; run *= 2) {
      cl.kernel(source, "merge_runs").arg(from).arg(to).arg(n).arg((int) run).arg(x.size()).items(x.size());
      var merged = to;
      to = from;
      from = merged;
    }
    cl.kernel(source, "unpack").arg(from).arg(values).arg(indices).arg(lines).arg(n).arg(values.stride(axis))
        .arg(indices.stride(axis)).arg(descending).arg(x.size()).items(x.size());
    cl.recycle(from.storage(), "sort");
    if (to != null) cl.recycle(to.storage(), "sort");
  }

  private static Source source(DType dtype) {
    var source = SORT.of(dtype);
    return switch (dtype) {
      case I32 -> source.with("INTEGERS", 1);
      case F64 -> source.with("DOUBLES", 1);
      default -> source;
    };
  }

  /** Room for an entry for each element of x: as much as two elements. */
  private View allocate(View x) {
    return View.of(cl.allocate(x.dtype(), 2 * x.size()), 2 * x.size());
  }
}
