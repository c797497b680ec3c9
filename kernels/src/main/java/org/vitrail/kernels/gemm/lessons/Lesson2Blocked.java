package org.vitrail.kernels.gemm.lessons;

/**
 * Lesson 2: other loops, in blocks. With j innermost both B and C are read along their rows, and the additions do not
 * wait for each other; a block of B stays in the cache for all rows of A.
 */
public final class Lesson2Blocked extends Lesson {
  private static final int DEPTH = 128;
  private static final int WIDTH = 256;

  @Override void multiply(Matrix a, Matrix b, Matrix c) {
    fillZero(c);
    for (int p = 0; p < a.columns(); p += DEPTH) {
      for (int j = 0; j < c.columns(); j += WIDTH) {
        int depth = Math.min(DEPTH, a.columns() - p);
        int width = Math.min(WIDTH, c.columns() - j);
        for (int i = 0; i < c.rows(); i++) {
          for (int q = p; q < p + depth; q++) {
            addRow(width, a.floats()[a.at(i, q)], b.floats(), b.at(q, j), b.column(), c.floats(), c.at(i, j));
          }
        }
      }
    }
  }

  /** {@code C[i, j…] += a · B[q, j…]}. */
  private static void addRow(int width, float a, float[] b, int bAt, int bColumn, float[] c, int cAt) {
    for (int j = 0; j < width; j++) c[cAt + j] += a * b[bAt + j * bColumn];
  }
}
