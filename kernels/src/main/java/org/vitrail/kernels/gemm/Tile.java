package org.vitrail.kernels.gemm;

import org.vitrail.kernels.math.Simd;

/**
 * The register tile: {@link #rows} rows of C, two vectors wide, in registers for the whole inner loop. Each step over k
 * loads two vectors of B and multiplies them with one broadcast element of A per row.
 */
abstract class Tile {
  /** Columns of a whole tile. */
  static final int COLUMNS = 2 * Simd.LANES;

  /** Whether tiles can be high: AVX-512 and ARM have 32 vector registers, AVX2 has 16. */
  static final boolean HIGH = Simd.BITS == 512 || System.getProperty("os.arch").equals("aarch64");

  static final Tile TALL = HIGH ? new Tile12() : new Tile6();
  static final Tile SHORT = HIGH ? new Tile8() : TALL;

  /** How many of {@code rows} rows tall tiles take, so that short ones take the others with the least overlap. */
  static int tallRows(int rows) {
    int best = rows - rows % TALL.rows();
    for (int tall = best; tall >= 0 && overlap(rows - best) > 0; tall -= TALL.rows()) {
      if (overlap(rows - tall) < overlap(rows - best)) best = tall;
    }
    return best;
  }

  private static int overlap(int rows) {
    return (SHORT.rows() - rows % SHORT.rows()) % SHORT.rows();
  }

  abstract int rows();

  /**
   * {@code C = alpha·A·B + Z} on one tile: element (i, p) of A stands at {@code aAt + i·aRow + p}, rows of B, Z and C
   * have no gaps. Z is C itself to accumulate, or a bias that every row repeats (zRow 0).
   */
  abstract void multiplyRows(int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow,
      float alpha, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow);

  /** The same with element (i, p) of A at {@code aAt + i + p·aColumn}. */
  abstract void multiplyColumns(int k, float[] a, int aAt, int aColumn, float[] b, int bAt, int bRow,
      float alpha, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow);
}
