package org.vitrail.kernels.index;

import org.vitrail.kernels.Axes;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;

/**
 * Reads with one work-item per element. Where sources meet at a place, one work-item adds all of them in their order,
 * which gives the bits of the specification.
 */
public final class IndexingOpenCl implements Indexing {
  /** Work-items of a group that looks for sources that meet. */
  private static final int GROUP = 256;
  /** Work-items that are enough to keep a device busy. */
  private static final int ENOUGH = 1 << 16;
  private static final Source GATHER = Source.of(IndexingOpenCl.class, "gather.cl");
  private static final Source SCATTER = Source.of(IndexingOpenCl.class, "scatter.cl");
  private static final Source ROWS = Source.of(IndexingOpenCl.class, "rows.cl");

  private final OpenClDevice cl;

  public IndexingOpenCl(OpenClDevice cl) {
    this.cl = cl;
  }

  /** Integers end at the bound when they are added. */
  private static Source adding(Source source, DType dtype) {
    var typed = source.of(dtype).with("GROUP", GROUP);
    return dtype == DType.I32 ? typed.with("INTEGERS", 1) : typed;
  }

  @Override public void gatherRows(View table, View ids, View out) {
    cl.kernel(GATHER.of(out.dtype()), "gather_rows").arg(table).arg(ids).arg(out).arg(table.dim(-1)).arg(out.size())
        .items(out.size());
  }

  @Override public void scatterAddRows(View src, View ids, View out) {
    int rows = out.dim(0);
    int width = out.dim(-1);
    var source = adding(ROWS, out.dtype());
    var spans = View.of(cl.allocate(DType.I32, 2 * rows), rows, 2);
    cl.kernel(source, "clear_spans").arg(spans).arg(rows).items(rows);
    cl.kernel(source, "mark_spans").arg(ids).arg(ids.size()).arg(spans).items(ids.size());
    cl.kernel(source, "add_rows").arg(src).arg(ids).arg(spans).arg(out).arg(width)
        .grid(new long[] {ids.size(), Math.ceilDiv(width, GROUP)}, new int[] {GROUP, 1});
    cl.recycle(spans.storage(), "rows that are added");
  }

  @Override public void gather(int axis, View x, View index, View out) {
    cl.kernel(GATHER.of(out.dtype()), "gather").arg(index).arg(out).arg(x).arg(x.stride(axis))
        .arg(Axes.of(1, index, out, held(x, axis, index.shape()))).arg(out.size()).items(out.size());
  }

  @Override public void scatter(int axis, View src, View index, View out) {
    lines(adding(SCATTER, out.dtype()), axis, src, index, out);
  }

  @Override public void scatterAdd(int axis, View src, View index, View out) {
    lines(adding(SCATTER, out.dtype()).with("ADD_UP", 1), axis, src, index, out);
  }

  /** Groups take a stretch of one line where lines are few and long, else more lines. */
  private void lines(Source source, int axis, View src, View index, View out) {
    int length = index.dim(axis);
    int lines = index.size() / Math.max(1, length);
    if (index.size() == 0) return;
    int stretch = powerOfTwo(Math.clamp(ENOUGH / lines, 1, Math.min(GROUP, length)));
    int high = GROUP / stretch;
    var shape = index.shape().clone();
    shape[axis] = 1;
    cl.kernel(source, "scatter").arg(index).arg(src).arg(out)
        .arg(Axes.of(2, held(index, axis, shape), held(src, axis, shape), held(out, axis, shape)))
        .struct(lines, length, index.stride(axis), src.stride(axis), out.stride(axis))
        .grid(new long[] {1, Math.ceilDiv(lines, high)}, new int[] {stretch, high});
  }

  private static int powerOfTwo(int atLeast) {
    return atLeast == 1 ? 1 : 2 * Integer.highestOneBit(atLeast - 1);
  }

  /** {@code v} held at the start of {@code axis}, in {@code shape}. */
  private static View held(View v, int axis, int[] shape) {
    var strides = v.strides().clone();
    strides[axis] = 0;
    return new View(v.storage(), v.offset(), shape, strides);
  }
}
