package org.vitrail.kernels;

/**
 * Walks views of one shape in row-major order, all at once: {@code at(v)} is where view {@code v} has the current
 * element. {@code for (var o = new Odometer(x, y); o.hasCurrent(); o.advance()) …}
 */
public final class Odometer {
  private final int[] shape;
  private final int[][] strides;
  private final int[] index;
  private final int[] at;
  private int left;

  public Odometer(View... views) {
    shape = views[0].shape();
    strides = new int[views.length][];
    at = new int[views.length];
    index = new int[shape.length];
    left = views[0].size();
    for (int v = 0; v < views.length; v++) {
      strides[v] = views[v].strides();
      at[v] = views[v].offset();
    }
  }

  public boolean hasCurrent() {
    return left > 0;
  }

  /** Position of the current element in the storage of view {@code v}. */
  public int at(int v) {
    return at[v];
  }

  /** Current index along {@code axis}. */
  public int index(int axis) {
    return index[axis];
  }

  public void advance() {
    left--;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      boolean carry = ++index[axis] == shape[axis];
      int steps = carry ? 1 - shape[axis] : 1;
      for (int v = 0; v < at.length; v++) at[v] += steps * strides[v][axis];
      if (!carry) return;
      index[axis] = 0;
    }
  }
}
