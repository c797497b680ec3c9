package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.math.Scratch;

/**
 * The product of two blocks that fit in the caches, on one thread: the right one packed into panels of
 * {@link #COLUMNS} columns, the left one read where it is, or packed where its rows would collide in the cache
 * (Van Zee and van de Geijn 2015, BLIS).
 */
public final class BlockProduct {
  /** Columns of a panel. */
  public static final int COLUMNS = Tile.COLUMNS;

  private static final float[] ZEROS = new float[COLUMNS];
  /** Row strides that are a multiple of this many floats put a column of A into one set of the first-level cache. */
  private static final int COLLIDING_STRIDE = 512;

  private BlockProduct() {}

  /** Floats that the panels of a (k, n) matrix take. */
  public static int panelFloats(int k, int n) {
    return k * ((n + COLUMNS - 1) / COLUMNS * COLUMNS);
  }

  /** Copies the (k, n) matrix B into panels: panel after panel, row after row. */
  public static void pack(int k, int n, float[] b, int bAt, int bRow, int bColumn, float[] panels, int panelsAt) {
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      Packing.panel(k, columns, COLUMNS, b, bAt + j * bColumn, bRow, bColumn, panels, panelsAt + j * k);
    }
  }

  /**
   * {@code C = alpha·A·B + Z} for A (m, k) with any strides, C with rows without gaps, and B (k, n) the first k rows of
   * panels that are {@code depth} deep. Z is null for nothing, C itself to accumulate, or with zRow 0 one row for all,
   * readable to a multiple of the panel width.
   */
  public static void multiply(int m, int n, int k, float alpha, float[] a, int aAt, int aRow, int aColumn,
      float[] panels, int panelsAt, int depth, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    int direct = rowsReadInPlace(m, n, k, a, aAt, aRow, aColumn);
    int packedRow = aColumn == 1 ? k + LANES : 1;
    var packed = direct == m ? null : packRows(m - direct, k, a, aAt + direct * aRow, aRow, aColumn, packedRow);
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      for (int i = 0; i < m; ) {
        var tile = tileFor(m - i);
        int rows = Math.min(tile.rows(), m - i);
        boolean inPlace = i < direct;
        var left = inPlace ? a : packed;
        int leftAt = inPlace ? aAt + i * aRow : (i - direct) * (k + LANES);
        int leftRow = inPlace ? aRow : packedRow;
        int leftColumn = inPlace || aColumn == 1 ? aColumn : tile.rows();
        if (rows == tile.rows() && columns == COLUMNS) {
          tile.multiply(k, left, leftAt, leftRow, leftColumn, panels, panelsAt + j * depth, alpha,
              z == null ? ZEROS : z, z == null ? 0 : zAt + i * zRow + j, zRow, c, cAt + i * cRow + j, cRow);
        } else {
          multiplyEdge(tile, rows, columns, k, left, leftAt, leftRow, leftColumn, panels, panelsAt + j * depth, alpha,
              z, zAt + i * zRow + j, zRow, c, cAt + i * cRow + j, cRow);
        }
        i += tile.rows();
      }
    }
  }

  private static Tile tileFor(int rowsLeft) {
    return rowsLeft > Tile.SHORT.rows() ? Tile.TALL : Tile.SHORT;
  }

  /** How many of the m rows the tiles read from A itself. The last tile may read past row m, but not past the array. */
  private static int rowsReadInPlace(int m, int n, int k, float[] a, int aAt, int aRow, int aColumn) {
    boolean reused = n > 2 * COLUMNS;
    if (aRow < 0 || aColumn < 0 || reused && (aColumn != 1 || aRow % COLLIDING_STRIDE == 0)) return 0;
    int last = 0;
    while (m - last > tileFor(m - last).rows()) last += tileFor(m - last).rows();
    long end = aAt + (last + tileFor(m - last).rows() - 1L) * aRow + (k - 1L) * aColumn;
    return end < a.length ? m : last;
  }

  private static float[] packRows(int m, int k, float[] a, int aAt, int aRow, int aColumn, int packedRow) {
    var packed = Scratch.GEMM_ROWS.floats((m + Tile.TALL.rows()) * (k + LANES));
    for (int i = 0; i < m; ) {
      var tile = tileFor(m - i);
      int rows = Math.min(tile.rows(), m - i);
      int at = i * (k + LANES);
      if (packedRow == 1) {
        Packing.panel(k, rows, tile.rows(), a, aAt + i * aRow, aColumn, aRow, packed, at);
      } else {
        for (int r = 0; r < rows; r++) System.arraycopy(a, aAt + (i + r) * aRow, packed, at + r * packedRow, k);
      }
      i += tile.rows();
    }
    return packed;
  }

  /** A tile that hangs over the edge of C: computed whole beside it, then its valid part is copied. */
  private static void multiplyEdge(Tile tile, int rows, int columns, int k, float[] a, int aAt, int aRow, int aColumn,
      float[] panel, int panelAt, float alpha, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    var whole = Scratch.GEMM_TILE.floats(Tile.TALL.rows() * COLUMNS);
    if (z == null || zRow == 0) {
      tile.multiply(k, a, aAt, aRow, aColumn, panel, panelAt, alpha, z == null ? ZEROS : z, z == null ? 0 : zAt, 0,
          whole, 0, COLUMNS);
    } else {
      copy(rows, columns, z, zAt, zRow, whole, 0, COLUMNS);
      tile.multiply(k, a, aAt, aRow, aColumn, panel, panelAt, alpha, whole, 0, COLUMNS, whole, 0, COLUMNS);
    }
    copy(rows, columns, whole, 0, COLUMNS, c, cAt, cRow);
  }

  private static void copy(int rows, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    for (int i = 0; i < rows; i++, xAt += xRow, yAt += yRow) {
      int j = 0;
      for (; j + LANES <= columns; j += LANES) FloatVector.fromArray(FLOATS, x, xAt + j).intoArray(y, yAt + j);
      for (; j < columns; j++) y[yAt + j] = x[xAt + j];
    }
  }
}
