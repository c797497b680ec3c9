package org.vitrail.kernels.gemm.lessons;

import java.util.List;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.Gemm;

/**
 * The matrix product in steps, each a little nearer to {@link org.vitrail.kernels.gemm.GemmVector}. The lessons compute
 * the plain case alone: F32, one matrix at a time, {@code C = A·B}, on one thread; A and B with any strides.
 */
public abstract sealed class Lesson implements Gemm
    permits Lesson1Naive, Lesson2Blocked, Lesson3Packed, Lesson4RegisterTile {

  /** All lessons in order. */
  public static List<Lesson> all() {
    return List.of(new Lesson1Naive(), new Lesson2Blocked(), new Lesson3Packed(), new Lesson4RegisterTile());
  }

  /** Element (i, j) stands at {@code at + i·row + j·column}. */
  record Matrix(float[] floats, int at, int row, int column, int rows, int columns) {

    static Matrix of(View v) {
      return new Matrix(v.floats(), v.offset(), v.stride(0), v.stride(1), v.dim(0), v.dim(1));
    }

    int at(int i, int j) {
      return at + i * row + j * column;
    }
  }

  /** @throws IllegalArgumentException for another type, a batch or an epilogue */
  @Override public final void multiply(View a, View b, View c, Epilogue epilogue) {
    if (c.dtype() != DType.F32 || c.rank() != 2 || !epilogue.equals(Epilogue.NONE)) {
      throw new IllegalArgumentException("a lesson multiplies two F32 matrices without an epilogue, not " + c.dtype()
          + " of rank " + c.rank() + " with " + epilogue);
    }
    multiply(Matrix.of(a), Matrix.of(b), Matrix.of(c));
  }

  /** {@code C = A·B}: A (m, k), B (k, n), C (m, n) with rows without gaps. */
  abstract void multiply(Matrix a, Matrix b, Matrix c);

  static void fillZero(Matrix c) {
    for (int i = 0; i < c.rows(); i++) java.util.Arrays.fill(c.floats(), c.at(i, 0), c.at(i, 0) + c.columns(), 0);
  }
}
