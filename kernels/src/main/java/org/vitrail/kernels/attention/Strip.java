package org.vitrail.kernels.attention;

import static org.vitrail.kernels.math.Simd.LANES;

/**
 * The register tile of attention: a strip of {@link #ROWS} rows, up to three vectors of it at a time in registers for
 * the whole inner loop. Three vectors of B serve all rows of A, so that the short sums of attention, as long as a head
 * is wide, spend little on loads and stores.
 */
final class Strip {
  static final int ROWS = LANES == 16 ? 8 : 4;

  private Strip() {}

  /**
   * {@code C = Z + A·B} for {@code ROWS} rows and {@code vectors} vectors of C. Element (i, p) of A stands at
   * {@code aAt + i·aRow + p·aColumn}; rows of B, Z and C have no gaps; Z may be C itself.
   */
  static void multiply(int vectors, int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow,
      float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    while (vectors > 0) {
      int width = vectors == 4 ? 2 : Math.min(3, vectors);
      if (ROWS == 8) {
        if (width == 3) Strip8.three(k, a, aAt, aRow, aColumn, b, bAt, bRow, z, zAt, zRow, c, cAt, cRow);
        else if (width == 2) Strip8.two(k, a, aAt, aRow, aColumn, b, bAt, bRow, z, zAt, zRow, c, cAt, cRow);
        else Strip8.one(k, a, aAt, aRow, aColumn, b, bAt, bRow, z, zAt, zRow, c, cAt, cRow);
      } else {
        if (width == 3) Strip4.three(k, a, aAt, aRow, aColumn, b, bAt, bRow, z, zAt, zRow, c, cAt, cRow);
        else if (width == 2) Strip4.two(k, a, aAt, aRow, aColumn, b, bAt, bRow, z, zAt, zRow, c, cAt, cRow);
        else Strip4.one(k, a, aAt, aRow, aColumn, b, bAt, bRow, z, zAt, zRow, c, cAt, cRow);
      }
      vectors -= width;
      bAt += width * LANES;
      zAt += width * LANES;
      cAt += width * LANES;
    }
  }
}
