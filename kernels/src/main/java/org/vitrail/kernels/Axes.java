package org.vitrail.kernels;

import java.util.Arrays;

/**
 * The axes that views of one shape share, as few as can be: axes of size 1 left out, the others ordered from the
 * largest to the smallest step of a leading view, neighbours merged where every view walks through both in even steps.
 * There is always at least one axis.
 *
 * @param shape sizes of the axes
 * @param strides of each view, of each axis
 */
public record Axes(int[] shape, int[][] strides) {

  /** The axes of {@code views}, ordered for the view number {@code leader}. */
  public static Axes of(int leader, View... views) {
    var order = order(views[leader]);
    var shape = new int[Math.max(1, order.length)];
    var strides = new int[views.length][]; // row by row: a new array of two dimensions takes longer than all of this
    for (int v = 0; v < views.length; v++) strides[v] = new int[shape.length];
    shape[0] = 1;
    int rank = 0;
    for (int axis : order) {
      int size = views[leader].dim(axis);
      if (rank > 0 && isEven(views, axis, strides, rank - 1)) shape[rank - 1] *= size;
      else shape[rank++] = size;
      for (int v = 0; v < views.length; v++) strides[v][rank - 1] = views[v].stride(axis);
    }
    return new Axes(shape, strides).first(Math.max(1, rank));
  }

  /** The axes of size other than 1, from the largest step to the smallest; equal steps stay as they are. */
  private static int[] order(View lead) {
    var order = new int[lead.rank()];
    int n = 0;
    for (int axis = 0; axis < order.length; axis++) {
      if (lead.dim(axis) == 1) continue;
      int step = Math.abs(lead.stride(axis));
      int at = n++;
      for (; at > 0 && Math.abs(lead.stride(order[at - 1])) < step; at--) order[at] = order[at - 1];
      order[at] = axis;
    }
    return Arrays.copyOf(order, n);
  }

  /** Whether in every view one step along the outer axis is as far as all steps along {@code axis}. */
  private static boolean isEven(View[] views, int axis, int[][] strides, int outer) {
    for (int v = 0; v < views.length; v++) {
      if (strides[v][outer] != views[v].dim(axis) * views[v].stride(axis)) return false;
    }
    return true;
  }

  private Axes first(int rank) {
    if (rank == shape.length) return this;
    for (int v = 0; v < strides.length; v++) strides[v] = Arrays.copyOf(strides[v], rank);
    return new Axes(Arrays.copyOf(shape, rank), strides);
  }

  public int rank() {
    return shape.length;
  }

  /** Steps of view {@code v} along {@code axis}. */
  public int stride(int v, int axis) {
    return strides[v][axis];
  }

  /** Exchanges two axes. */
  public void swap(int a, int b) {
    swap(shape, a, b);
    for (var view : strides) swap(view, a, b);
  }

  private static void swap(int[] values, int a, int b) {
    int value = values[a];
    values[a] = values[b];
    values[b] = value;
  }
}
