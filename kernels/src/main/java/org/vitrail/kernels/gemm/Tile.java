package org.vitrail.kernels.gemm;

import org.vitrail.kernels.math.Simd;

/**
 * The register tile: {@link #rows} rows of C, two vectors wide, in registers for the whole inner loop. Each step over k
 * loads two vectors of B and multiplies them with one broadcast element of A per row.
 */
abstract class Tile {
  /** Columns of every tile. */
  static final int COLUMNS = 2 * Simd.LANES;

  static final Tile SHORT = new Tile6();
  static final Tile TALL = hasManyRegisters() ? new Tile14() : SHORT;

  /** AVX-512 and ARM have 32 vector registers, AVX2 has 16. */
  private static boolean hasManyRegisters() {
    return Simd.BITS == 512 || System.getProperty("os.arch").equals("aarch64");
  }

  abstract int rows();

  /**
   * {@code C = alpha·A·B + Z} on one tile: element (i, p) of A stands at {@code aAt + i·aRow + p·aColumn}, B is a panel
   * of {@link #COLUMNS} columns, rows of Z and C have no gaps. Z is C itself to accumulate, or a bias that every row
   * repeats (zRow 0).
   */
  abstract void multiply(int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt,
      float alpha, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow);
}
