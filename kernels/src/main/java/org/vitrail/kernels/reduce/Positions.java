package org.vitrail.kernels.reduce;

import java.util.Arrays;
import org.vitrail.kernels.Axes;

/** Where the elements of some axes stand: element {@code i} in row-major order. */
record Positions(int[] shape, int[] strides) {

  /** {@code count} elements, one every {@code stride}. */
  static Positions every(int stride, int count) {
    return new Positions(new int[] {count}, new int[] {stride});
  }

  /**
   * Where view {@code v} has the elements of the axes before the last: those along which the view {@code out} repeats
   * itself, or those along which it does not.
   */
  static Positions of(Axes axes, int v, int out, boolean repeated) {
    var shape = new int[axes.rank()];
    var strides = new int[axes.rank()];
    int rank = 0;
    for (int axis = 0; axis < axes.rank() - 1; axis++) {
      if (axes.stride(out, axis) == 0 != repeated) continue;
      shape[rank] = axes.shape()[axis];
      strides[rank++] = axes.stride(v, axis);
    }
    return new Positions(Arrays.copyOf(shape, rank), Arrays.copyOf(strides, rank));
  }

  int count() {
    int count = 1;
    for (int size : shape) count *= size;
    return count;
  }

  /** Whether each element stands as far from the one before as element 1 from element 0. */
  boolean isEven() {
    return shape.length <= 1;
  }

  int at(int i) {
    int at = 0;
    for (int axis = shape.length - 1; axis > 0; axis--) {
      at += i % shape[axis] * strides[axis];
      i /= shape[axis];
    }
    return shape.length == 0 ? 0 : at + i * strides[0];
  }
}
