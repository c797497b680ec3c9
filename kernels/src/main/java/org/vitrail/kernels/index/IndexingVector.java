package org.vitrail.kernels.index;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;

/** Rows of floats by whole runs on all threads; other types as the specification. */
public final class IndexingVector implements Indexing {
  /** Columns that one task adds up: sources meet within a column only, where one thread keeps their order. */
  private static final int COLUMNS = 128;

  private final Indexing scalar = new IndexingScalar();

  @Override public void gatherRows(View table, View ids, View out) {
    if (table.dtype() != DType.F32) {
      scalar.gatherRows(table, ids, out);
      return;
    }
    int width = table.dim(-1);
    Workers.split(ids.size(), width, (first, end) -> {
      for (int n = first; n < end; n++) {
        int row = ids.ints()[ids.offset() + n];
        System.arraycopy(table.floats(), table.offset() + row * width, out.floats(), out.offset() + n * width, width);
      }
    });
  }

  @Override public void scatterAddRows(View src, View ids, View out) {
    if (out.dtype() != DType.F32) {
      scalar.scatterAddRows(src, ids, out);
      return;
    }
    int width = out.dim(-1);
    Workers.split((width + COLUMNS - 1) / COLUMNS, ids.size() * Math.min(width, COLUMNS), (first, end) -> {
      int column = first * COLUMNS;
      int columns = Math.min(width, end * COLUMNS) - column;
      for (int n = 0; n < ids.size(); n++) {
        int row = ids.ints()[ids.offset() + n];
        Runs.add(src.floats(), src.offset() + n * width + column, out.floats(), out.offset() + row * width + column,
            columns);
      }
    });
  }

  @Override public void gather(int axis, View x, View index, View out) {
    if (x.dtype() != DType.F32) {
      scalar.gather(axis, x, index, out);
      return;
    }
    for (var o = new Odometer(index, out, line(x, axis, index)); o.hasCurrent(); o.advance()) {
      out.floats()[o.at(1)] = x.floats()[o.at(2) + index.ints()[o.at(0)] * x.stride(axis)];
    }
  }

  @Override public void scatter(int axis, View src, View index, View out) {
    if (out.dtype() != DType.F32 || src.dtype() != DType.F32) {
      scalar.scatter(axis, src, index, out);
      return;
    }
    for (var o = new Odometer(index, src, line(out, axis, index)); o.hasCurrent(); o.advance()) {
      out.floats()[o.at(2) + index.ints()[o.at(0)] * out.stride(axis)] = src.floats()[o.at(1)];
    }
  }

  @Override public void scatterAdd(int axis, View src, View index, View out) {
    if (out.dtype() != DType.F32 || src.dtype() != DType.F32) {
      scalar.scatterAdd(axis, src, index, out);
      return;
    }
    for (var o = new Odometer(index, src, line(out, axis, index)); o.hasCurrent(); o.advance()) {
      out.floats()[o.at(2) + index.ints()[o.at(0)] * out.stride(axis)] += src.floats()[o.at(1)];
    }
  }

  /** {@code v} held at the start of {@code axis}, in the shape of {@code index}. */
  private static View line(View v, int axis, View index) {
    var strides = v.strides().clone();
    strides[axis] = 0;
    return new View(v.storage(), v.offset(), index.shape(), strides);
  }
}
