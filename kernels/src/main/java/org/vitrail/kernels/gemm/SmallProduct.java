package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.gemm.Tile.COLUMNS;

import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Scratch;

/**
 * A product panel by panel: each is packed and used by one thread, so that nothing goes from one core's cache to
 * another's. A B that stays in the first cache is read where it is.
 */
final class SmallProduct {
  /** Floats between the beginning and the end of a B that stays in the first cache. */
  private static final int CACHED = 1 << 13;

  private SmallProduct() {}

  /** On all threads. */
  static void multiply(MatrixProduct x, int aAt, int bAt, int cAt, int zAt) {
    Workers.run(Math.ceilDiv(x.n, COLUMNS), panel -> {
      int j = panel * COLUMNS;
      multiply(x, j, Math.min(x.n, j + COLUMNS), aAt, bAt, cAt, zAt);
    });
  }

  /** Columns {@code from} to {@code to} on the calling thread. */
  static void multiply(MatrixProduct x, int from, int to, int aAt, int bAt, int cAt, int zAt) {
    int slab = x.slab();
    int p = 0;
    do {
      int depth = Math.min(slab, x.k - p);
      multiplySlab(x, from, to, p, depth, aAt + p * x.aColumn, bAt + p * x.bRow, cAt, zAt);
      p += slab;
    } while (p < x.k);
    x.finish(x.m, to - from, 0, from, cAt, zAt);
  }

  private static void multiplySlab(MatrixProduct x, int from, int to, int p, int depth, int aAt, int bAt,
      int cAt, int zAt) {
    boolean rowsInPlace = BlockProduct.isReadInPlace(x.m, to - from, x.aRow, x.aColumn);
    var rows = rowsInPlace ? x.a : packRows(x, depth, aAt);
    boolean panelsInPlace = x.bColumn == 1 && (x.m <= 2 * Tile.TALL.rows() || depth * x.bRow <= CACHED);
    for (int j = from; j < to; j += COLUMNS) {
      int columns = Math.min(COLUMNS, to - j);
      boolean inPlace = panelsInPlace && columns == COLUMNS;
      var panel = inPlace ? x.b : packPanel(x, depth, columns, bAt + j * x.bColumn);
      int panelAt = inPlace ? bAt + j : 0;
      int panelRow = inPlace ? x.bRow : COLUMNS;
      var z = x.addend(p);
      int addendAt = x.addendAt(p, 0, j, cAt, zAt);
      int zRow = x.addendRow(p);
      if (rowsInPlace) {
        BlockProduct.multiplyPanel(x.m, columns, depth, x.alpha, rows, aAt, x.aRow, x.aRow, x.aColumn,
            panel, panelAt, panelRow, z, addendAt, zRow, x.c, cAt + j, x.cRow);
      } else {
        BlockProduct.multiplyPackedPanel(x.m, columns, depth, x.alpha, rows, 0, x.aColumn,
            panel, panelAt, panelRow, z, addendAt, zRow, x.c, cAt + j, x.cRow);
      }
    }
  }

  private static float[] packRows(MatrixProduct x, int depth, int aAt) {
    var rows = Scratch.GEMM_ROWS.floats(BlockProduct.rowFloats(x.m, depth));
    BlockProduct.packRows(x.m, depth, x.a, aAt, x.aRow, x.aColumn, rows, 0);
    return rows;
  }

  private static float[] packPanel(MatrixProduct x, int depth, int columns, int bAt) {
    var panel = Scratch.GEMM_PANELS.floats(depth * COLUMNS);
    Packing.panel(depth, columns, COLUMNS, x.b, bAt, x.bRow, x.bColumn, panel, 0);
    return panel;
  }
}
