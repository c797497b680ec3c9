package org.vitrail.kernels;

/**
 * A strided window on a storage: element {@code (i0, i1, …)} stands at {@code offset + i0·strides[0] + i1·strides[1] + …}.
 * A stride of 0 repeats, a negative one runs backwards. This is all that a kernel knows of a tensor; the arrays are
 * shared, never written.
 */
public record View(Storage storage, int offset, int[] shape, int[] strides) {

  public DType dtype() {
    return storage.dtype();
  }

  public int rank() {
    return shape.length;
  }

  /** Size of axis {@code i}; negative axes count from the end. */
  public int dim(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  /** Stride of axis {@code i}, in elements; negative axes count from the end. */
  public int stride(int axis) {
    return strides[axis < 0 ? axis + strides.length : axis];
  }

  /** Number of elements. */
  public int size() {
    int n = 1;
    for (int d : shape) n *= d;
    return n;
  }

  /** The array under an F32 view. */
  public float[] floats() {
    return ((Storage.Floats) storage).array();
  }

  /** The array under an F64 view. */
  public double[] doubles() {
    return ((Storage.Doubles) storage).array();
  }

  /** The array under an I32 view. */
  public int[] ints() {
    return ((Storage.Ints) storage).array();
  }

  /** The same window on memory that the processor can read: this view, or one on a copy. */
  public View onHost() {
    return new View(storage.onHost(), offset, shape, strides);
  }

  /** Whether the elements stand in row-major order without gaps. */
  public boolean isContiguous() {
    int expected = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != expected) return shapeIsEmpty();
      expected *= shape[axis];
    }
    return true;
  }

  private boolean shapeIsEmpty() {
    for (int d : shape) if (d == 0) return true;
    return false;
  }

  /** Row-major strides of {@code shape}. */
  public static int[] rowMajor(int... shape) {
    var strides = new int[shape.length];
    int step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= Math.max(1, shape[axis]);
    }
    return strides;
  }

  /** The whole of {@code storage} in row-major order. */
  public static View of(Storage storage, int... shape) {
    return new View(storage, 0, shape, rowMajor(shape));
  }
}
