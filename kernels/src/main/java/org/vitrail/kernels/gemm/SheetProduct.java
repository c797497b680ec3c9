package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.gemm.Tile.COLUMNS;

import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Scratch;

/**
 * A large product on all threads (Goto and van de Geijn 2008): a sheet of B, several slabs deep, is packed into panels;
 * then tasks, each a block of C that stays in a core's cache, multiply slab after slab.
 */
final class SheetProduct {
  /** Floats of a sheet, about, and the most columns of one. */
  private static final int SHEET = 1 << 21;
  private static final int SHEET_COLUMNS = 1024;
  /** Floats that a task packs, about. */
  private static final int PACKED = 1 << 15;
  /** The largest and the smallest block of C, about; a block whose rows of A are packed is wider. */
  private static final int ROWS = 84;
  private static final int WIDTH = 256;
  private static final int LEAST_ROWS = 42;
  private static final int LEAST_WIDTH = 64;
  private static final int PACKED_WIDTH = 1024;
  private static final int LEAST_PACKED_WIDTH = 512;
  /** Tasks that a large product is cut into, and multiply-adds that are worth one. */
  private static final int TASKS = 48;
  private static final int TASK_WORK = 1 << 19;

  private final MatrixProduct x;
  private final int aAt;
  private final int bAt;
  private final int cAt;
  private final int zAt;
  private final int slab;

  SheetProduct(MatrixProduct x, int aAt, int bAt, int cAt, int zAt) {
    this.x = x;
    this.aAt = aAt;
    this.bAt = bAt;
    this.cAt = cAt;
    this.zAt = zAt;
    slab = x.slab();
  }

  void multiply() {
    int width = Math.min(x.n, SHEET_COLUMNS);
    int deep = slab * Math.max(1, SHEET / (slab * width));
    for (int j = 0; j < x.n; j += width) {
      for (int p = 0; p < x.k; p += deep) {
        multiplySheet(p, Math.min(deep, x.k - p), j, Math.min(width, x.n - j));
      }
    }
  }

  private void multiplySheet(int p, int depth, int j, int columns) {
    var panels = packPanels(p, depth, j, columns);
    boolean inPlace = BlockProduct.isReadInPlace(x.m, columns, x.aRow, x.aColumn);
    int leastWidth = inPlace ? LEAST_WIDTH : LEAST_PACKED_WIDTH;
    int height = ROWS;
    int width = inPlace ? WIDTH : PACKED_WIDTH;
    long size = (long) x.m * columns / Math.clamp((long) x.m * depth * columns / TASK_WORK, 1, TASKS);
    while ((long) height * width > size && (height > LEAST_ROWS || width > leastWidth)) {
      if (width > leastWidth && (width > height || height == LEAST_ROWS)) width /= 2;
      else height /= 2;
    }
    var rowCut = Cut.of(x.m, height, Tile.TALL.rows());
    var columnCut = Cut.of(columns, width, COLUMNS);
    Workers.run(rowCut.parts() * columnCut.parts(), task -> {
      int i = rowCut.at(task / columnCut.parts());
      int rows = rowCut.at(task / columnCut.parts() + 1) - i;
      int from = columnCut.at(task % columnCut.parts());
      int to = columnCut.at(task % columnCut.parts() + 1);
      for (int q = 0; q < depth; q += slab) {
        int panelsAt = BlockProduct.panelFloats(q, columns);
        multiplyBlock(i, rows, p + q, Math.min(slab, depth - q), j + from, to - from, panels, panelsAt, from);
      }
      if (p + depth == x.k) x.finish(rows, to - from, i, j + from, cAt, zAt);
    });
  }

  private void multiplyBlock(int i, int rows, int p, int steps, int j, int columns, float[] panels, int panelsAt,
      int from) {
    BlockProduct.multiply(rows, columns, steps, x.alpha, x.a, aAt + i * x.aRow + p * x.aColumn, x.aRow, x.aColumn,
        panels, panelsAt + from * steps, steps, x.addend(p), x.addendAt(p, i, j, cAt, zAt), x.addendRow(p),
        x.c, cAt + i * x.cRow + j, x.cRow);
  }

  /** Packs slab after slab of B, panel after panel. A task reads along the rows, or the columns, without gaps. */
  private float[] packPanels(int p, int depth, int j, int columns) {
    var panels = Scratch.GEMM_PANELS.floats(BlockProduct.panelFloats(depth, columns));
    boolean byRows = x.bColumn == 1;
    var cut = byRows ? Cut.of(slab, Math.max(8, PACKED / columns), 8) : Cut.of(columns, PACKED / slab, COLUMNS);
    Workers.run(Math.ceilDiv(depth, slab) * cut.parts(), task -> {
      int q = task / cut.parts() * slab;
      int steps = Math.min(slab, depth - q);
      int panelsAt = BlockProduct.panelFloats(q, columns);
      int from = cut.at(task % cut.parts());
      int to = cut.at(task % cut.parts() + 1);
      int at = bAt + (p + q) * x.bRow + j * x.bColumn;
      if (byRows) packRows(at, from, Math.min(steps, to), steps, columns, panels, panelsAt);
      else {
        BlockProduct.pack(steps, to - from, x.b, at + from * x.bColumn, x.bRow, x.bColumn,
            panels, panelsAt + from * steps);
      }
    });
    return panels;
  }

  private void packRows(int at, int from, int to, int steps, int columns, float[] panels, int panelsAt) {
    for (int p = from; p < to; p += 8) {
      for (int c = 0; c < columns; c += COLUMNS) {
        Packing.panel(Math.min(8, to - p), Math.min(COLUMNS, columns - c), COLUMNS, x.b, at + p * x.bRow + c, x.bRow, 1,
            panels, panelsAt + c * steps + p * COLUMNS);
      }
    }
  }
}
