package org.vitrail.kernels.attention;

import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;
import org.vitrail.kernels.math.Scratch;

/**
 * Rows from position {@code from} on, side by side in scratch memory, each padded to whole vectors and their number to a
 * multiple of the vector length, so that no product has an edge. What the padding holds is unspecified.
 */
record Dense(float[] array, int from, int row) {

  static Dense of(Scratch scratch, int from, int rows, int width) {
    int row = padded(width);
    return new Dense(scratch.floats(padded(rows) * row), from, row);
  }

  static Dense zeros(Scratch scratch, int from, int rows, int width) {
    var zeros = of(scratch, from, rows, width);
    Arrays.fill(zeros.array, 0, padded(rows) * zeros.row, 0);
    return zeros;
  }

  /** {@code n} rounded up to whole vectors. */
  static int padded(int n) {
    return n + LANES - 1 & -LANES;
  }

  int at(int position) {
    return (position - from) * row;
  }

  int vectors() {
    return row / LANES;
  }

  /** The transpose of {@code rows} rows: a position is a lane. */
  Dense transposed(int rows, Scratch scratch) {
    var y = of(scratch, 0, row, rows);
    Transpose.transpose(padded(rows), row, array, 0, row, y.array, 0, y.row);
    return y;
  }
}
