package org.vitrail.kernels.gemm.lessons;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Lesson 4: four rows and two vectors of C stay in registers while k runs. Lesson 3 loads and stores C for every
 * multiply-add; here two loads of B and four of A serve eight vector multiply-adds, and C is stored once.
 */
public final class Lesson4RegisterTile extends Lesson {
  private static final int ROWS = 4;
  private static final int COLUMNS = 2 * LANES;

  @Override void multiply(Matrix a, Matrix b, Matrix c) {
    int k = a.columns();
    var left = new float[k * ROWS];
    var right = new float[k * COLUMNS];
    var tile = new float[ROWS * COLUMNS];
    for (int j = 0; j < c.columns(); j += COLUMNS) {
      int columns = Math.min(COLUMNS, c.columns() - j);
      for (int p = 0; p < k; p++) {
        for (int t = 0; t < columns; t++) right[p * COLUMNS + t] = b.floats()[b.at(p, j + t)];
      }
      for (int i = 0; i < c.rows(); i += ROWS) {
        int rows = Math.min(ROWS, c.rows() - i);
        for (int p = 0; p < k; p++) {
          for (int r = 0; r < rows; r++) left[p * ROWS + r] = a.floats()[a.at(i + r, p)];
        }
        multiplyTile(k, left, right, tile);
        for (int r = 0; r < rows; r++) System.arraycopy(tile, r * COLUMNS, c.floats(), c.at(i + r, j), columns);
      }
    }
  }

  /** {@code tile (4, 2 vectors) = left (4, k) · right (k, 2 vectors)}. */
  private static void multiplyTile(int k, float[] left, float[] right, float[] tile) {
    var c0 = FloatVector.zero(FLOATS);
    var d0 = c0;
    var c1 = c0;
    var d1 = c0;
    var c2 = c0;
    var d2 = c0;
    var c3 = c0;
    var d3 = c0;
    for (int p = 0; p < k; p++) {
      var b = FloatVector.fromArray(FLOATS, right, p * COLUMNS);
      var e = FloatVector.fromArray(FLOATS, right, p * COLUMNS + LANES);
      var a0 = FloatVector.broadcast(FLOATS, left[p * ROWS]);
      c0 = a0.fma(b, c0);
      d0 = a0.fma(e, d0);
      var a1 = FloatVector.broadcast(FLOATS, left[p * ROWS + 1]);
      c1 = a1.fma(b, c1);
      d1 = a1.fma(e, d1);
      var a2 = FloatVector.broadcast(FLOATS, left[p * ROWS + 2]);
      c2 = a2.fma(b, c2);
      d2 = a2.fma(e, d2);
      var a3 = FloatVector.broadcast(FLOATS, left[p * ROWS + 3]);
      c3 = a3.fma(b, c3);
      d3 = a3.fma(e, d3);
    }
    c0.intoArray(tile, 0);
    d0.intoArray(tile, LANES);
    c1.intoArray(tile, COLUMNS);
    d1.intoArray(tile, COLUMNS + LANES);
    c2.intoArray(tile, 2 * COLUMNS);
    d2.intoArray(tile, 2 * COLUMNS + LANES);
    c3.intoArray(tile, 3 * COLUMNS);
    d3.intoArray(tile, 3 * COLUMNS + LANES);
  }
}
