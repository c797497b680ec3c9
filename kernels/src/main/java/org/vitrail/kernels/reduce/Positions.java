package org.vitrail.kernels.reduce;

/** Where the elements of some axes stand: element {@code i} in row-major order. */
record Positions(int[] shape, int[] strides) {

  /** {@code count} elements, one every {@code stride}. */
  static Positions every(int stride, int count) {
    return new Positions(new int[] {count}, new int[] {stride});
  }

  int count() {
    int count = 1;
    for (int size : shape) count *= size;
    return count;
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
