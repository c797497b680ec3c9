package org.vitrail.kernels.gemm.lessons;

/**
 * Lesson 3: a block of B is copied first. The copy has no gaps whatever the strides of B, so that the inner loop has
 * stride 1 and the compiler makes vectors of it; it also takes few pages of memory, and its rows do not collide in the
 * cache.
 */
public final class Lesson3Packed extends Lesson {
  private static final int DEPTH = 128;
  private static final int WIDTH = 256;

  @Override void multiply(Matrix a, Matrix b, Matrix c) {
    var block = new float[DEPTH * WIDTH];
    fillZero(c);
    for (int p = 0; p < a.columns(); p += DEPTH) {
      for (int j = 0; j < c.columns(); j += WIDTH) {
        int depth = Math.min(DEPTH, a.columns() - p);
        int width = Math.min(WIDTH, c.columns() - j);
        pack(b, p, j, depth, width, block);
        for (int i = 0; i < c.rows(); i++) {
          for (int q = 0; q < depth; q++) {
            addRow(width, a.floats()[a.at(i, p + q)], block, q * WIDTH, c.floats(), c.at(i, j));
          }
        }
      }
    }
  }

  private static void pack(Matrix b, int p, int j, int depth, int width, float[] block) {
    for (int q = 0; q < depth; q++) {
      for (int t = 0; t < width; t++) block[q * WIDTH + t] = b.floats()[b.at(p + q, j + t)];
    }
  }

  /** {@code C[i, j…] += a · block[q, …]}. */
  private static void addRow(int width, float a, float[] block, int blockAt, float[] c, int cAt) {
    for (int j = 0; j < width; j++) c[cAt + j] += a * block[blockAt + j];
  }
}
