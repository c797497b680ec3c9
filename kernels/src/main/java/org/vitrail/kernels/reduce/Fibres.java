package org.vitrail.kernels.reduce;

import java.util.stream.IntStream;
import org.vitrail.kernels.Axes;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.Launch;

/**
 * The fibres of x: each holds the elements that meet in one result, or in one running result. How many work-items take
 * a fibre, its lanes, and into how many parts it is cut, depends on the shape alone.
 *
 * @param group work-items of a group
 * @param kept axes from fibre to fibre, of x and of the result
 * @param along axes from element to element of a fibre
 * @param count of the fibres
 * @param length of a fibre
 * @param inRow whether the elements of a fibre stand nearer to each other than the fibres do
 */
record Fibres(int group, Axes kept, Axes along, int count, int length, boolean inRow) {
  /** Neighbouring fibres that are read at once where they stand nearer than the elements of one. */
  private static final int NEIGHBOURS = 32;
  /** Elements of a lane: fewer are not worth another lane, or another part. */
  private static final int FEW = 4;
  private static final int MANY = 16;
  /** Groups that keep a device busy. */
  private static final int GROUPS = 1024;

  /** Over the axes of x along which {@code out} has size 1. */
  static Fibres reduced(int group, View x, View out) {
    var strides = out.strides().clone();
    for (int axis = 0; axis < strides.length; axis++) if (out.dim(axis) == 1) strides[axis] = 0;
    var axes = Axes.of(0, x, new View(out.storage(), out.offset(), x.shape(), strides));
    int n = out.size();
    boolean inRow = axes.stride(1, axes.rank() - 1) == 0;
    return new Fibres(group, choose(axes, false), choose(axes, true), n, x.size() / Math.max(1, n), inRow);
  }

  /** The axes along which the result moves, or those along which it stays. */
  private static Axes choose(Axes axes, boolean stays) {
    var chosen = IntStream.range(0, axes.rank()).filter(axis -> (axes.stride(1, axis) == 0) == stays).toArray();
    var strides = new int[2][];
    for (int v = 0; v < 2; v++) {
      int view = v;
      strides[v] = IntStream.of(chosen).map(axis -> axes.stride(view, axis)).toArray();
    }
    return new Axes(IntStream.of(chosen).map(axis -> axes.shape()[axis]).toArray(), strides);
  }

  /** Along one axis of x and of {@code out}. */
  static Fibres along(int group, int axis, View x, View out) {
    var first = first(x, axis);
    var kept = Axes.of(0, first, first(out, axis));
    int n = first.size();
    var along = new Axes(new int[] {x.dim(axis)}, new int[][] {{x.stride(axis)}, {out.stride(axis)}});
    boolean inRow = n == 1 || Math.abs(x.stride(axis)) < Math.abs(kept.stride(0, kept.rank() - 1));
    return new Fibres(group, kept, along, n, x.dim(axis), inRow);
  }

  /** The view of the first element along {@code axis}: that axis has size 1. */
  static View first(View v, int axis) {
    var shape = v.shape().clone();
    shape[axis] = Math.min(1, shape[axis]);
    return new View(v.storage(), v.offset(), shape, v.strides());
  }

  /** These, with results in one row, one for each fibre. */
  Fibres toRow() {
    var kept = new Axes(this.kept.shape(), new int[][] {this.kept.strides()[0], rowMajor()});
    return new Fibres(group, kept, along, count, length, inRow);
  }

  /** As many fibres with the same results; their elements are the columns of a matrix (rows, count). */
  Fibres ofColumns(int rows) {
    var kept = new Axes(this.kept.shape(), new int[][] {rowMajor(), this.kept.strides()[1]});
    var along = new Axes(new int[] {rows}, new int[][] {{count}, {count}});
    return new Fibres(group, kept, along, count, rows, count == 1);
  }

  private int[] rowMajor() {
    return View.rowMajor(kept.shape());
  }

  /** As many fibres, of {@code length} elements each. */
  Fibres ofLength(int length) {
    return new Fibres(group, kept, along, count, length, inRow);
  }

  /** Work-items of a fibre. */
  private int lanes() {
    int most = inRow ? group : Math.max(1, group / Math.min(NEIGHBOURS, powerOfTwo(count)));
    return Math.min(most, powerOfTwo(Math.ceilDiv(length, FEW)));
  }

  /** The least power of two that is not less than n. */
  private static int powerOfTwo(int n) {
    return n <= 1 ? 1 : 2 * Integer.highestOneBit(n - 1);
  }

  private int groups() {
    return Math.ceilDiv(count, group / lanes());
  }

  /** Elements of a part. */
  private int part() {
    int parts = Math.min(Math.ceilDiv(GROUPS, groups()), length / (MANY * lanes()));
    return Math.ceilDiv(length, Math.max(1, parts));
  }

  /** Parts into which each fibre is cut; none is empty, unless the fibre is. */
  int parts() {
    return length == 0 ? 1 : Math.ceilDiv(length, part());
  }

  /** The arguments of {@code share} in {@code fibres.cl}. */
  Launch share(Launch launch) {
    int lanes = lanes();
    return launch.arg(count).arg(length).arg(part()).arg(lanes).arg(inRow ? 1 : group / lanes);
  }

  /** Runs a kernel with a group for some fibres, or for one part of each. */
  void run(Launch launch) {
    launch.grid(new long[] {groups(), parts()}, new int[] {group, 1});
  }
}
