package org.vitrail.kernels.index;

import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.View;

/** The specification: one element after the other. */
public final class IndexingScalar implements Indexing {

  @Override public void gatherRows(View table, View ids, View out) {
    int width = table.dim(-1);
    for (int n = 0; n < ids.size(); n++) {
      int row = (int) at(ids, n);
      for (int i = 0; i < width; i++) put(out, n * width + i, at(table, row * width + i));
    }
  }

  @Override public void scatterAddRows(View src, View ids, View out) {
    int width = out.dim(-1);
    for (int n = 0; n < ids.size(); n++) {
      int row = (int) at(ids, n);
      for (int i = 0; i < width; i++) {
        put(out, row * width + i, at(out, row * width + i) + at(src, n * width + i));
      }
    }
  }

  @Override public void gather(int axis, View x, View index, View out) {
    var lines = line(x, axis, index);
    for (var o = new Odometer(index, out, lines); o.hasCurrent(); o.advance()) {
      int from = o.at(2) + (int) index.storage().get(o.at(0)) * x.stride(axis);
      out.storage().set(o.at(1), x.storage().get(from));
    }
  }

  @Override public void scatter(int axis, View src, View index, View out) {
    for (var o = new Odometer(index, src, line(out, axis, index)); o.hasCurrent(); o.advance()) {
      int to = o.at(2) + (int) index.storage().get(o.at(0)) * out.stride(axis);
      out.storage().set(to, src.storage().get(o.at(1)));
    }
  }

  @Override public void scatterAdd(int axis, View src, View index, View out) {
    for (var o = new Odometer(index, src, line(out, axis, index)); o.hasCurrent(); o.advance()) {
      int to = o.at(2) + (int) index.storage().get(o.at(0)) * out.stride(axis);
      out.storage().set(to, out.storage().get(to) + src.storage().get(o.at(1)));
    }
  }

  /** {@code v} held at the start of {@code axis}, in the shape of {@code index}. */
  private static View line(View v, int axis, View index) {
    var strides = v.strides().clone();
    strides[axis] = 0;
    return new View(v.storage(), v.offset(), index.shape(), strides);
  }

  private static double at(View v, int i) {
    return v.storage().get(v.offset() + i);
  }

  private static void put(View v, int i, double value) {
    v.storage().set(v.offset() + i, value);
  }
}
