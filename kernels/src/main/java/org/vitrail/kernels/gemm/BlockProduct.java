package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.LANES;

import org.vitrail.kernels.math.Scratch;

/**
 * The product of two blocks that fit in the caches, on one thread: the right one packed into panels of
 * {@link #COLUMNS} columns, the left one read where it is, or packed where its rows would collide in the cache
 * (Van Zee and van de Geijn 2015, BLIS).
 */
public final class BlockProduct {
  /** Columns of a panel. */
  public static final int COLUMNS = Tile.COLUMNS;

  /** In place of the column stride of A: tile after tile, the elements of a column beside each other. */
  private static final int TILES = Integer.MIN_VALUE;

  private static final float[] ZEROS = new float[COLUMNS];
  /** Strides that are a multiple of this many floats put a column or a row of A into few sets of the first cache. */
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
    if (isReadInPlace(m, n, aRow, aColumn)) {
      multiplyRows(m, n, k, alpha, a, aAt, aRow, aColumn, panels, panelsAt, depth, z, zAt, zRow, c, cAt, cRow);
    } else {
      var rows = Scratch.GEMM_ROWS.floats(rowFloats(m, k));
      packRows(m, k, a, aAt, aRow, aColumn, rows, 0);
      multiplyPackedRows(m, n, k, alpha, rows, 0, aColumn, panels, panelsAt, depth, z, zAt, zRow, c, cAt, cRow);
    }
  }

  /**
   * Whether the tiles read A (m, k) where it is, and not from {@link #packRows}. A low tile comes back to a cache line so
   * often that packing pays for all but columns that do not collide; a high one needs it for colliding rows alone.
   */
  static boolean isReadInPlace(int m, int n, int aRow, int aColumn) {
    boolean rows = aRow != 1;
    boolean colliding = (rows ? aRow : aColumn) % COLLIDING_STRIDE == 0;
    boolean packingPays = n > 4 * COLUMNS && (Tile.HIGH ? rows && colliding : rows || colliding);
    return m >= Tile.SHORT.rows() && (aRow == 1 || aColumn == 1) && !packingPays;
  }

  /** Floats that the packed rows of an (m, k) matrix take. */
  static int rowFloats(int m, int k) {
    return (m + Tile.TALL.rows()) * (k + LANES);
  }

  /** Copies the (m, k) matrix A: rows that are read along k stay rows, of others those of a tile are interleaved. */
  static void packRows(int m, int k, float[] a, int aAt, int aRow, int aColumn, float[] rows, int rowsAt) {
    int tall = Tile.tallRows(m);
    for (int i = 0; i < m; ) {
      int height = (i < tall ? Tile.TALL : Tile.SHORT).rows();
      int first = first(i, height, m);
      Packing.panel(k, Math.min(height, m - first), height, a, aAt + first * aRow, aColumn, aRow,
          rows, rowsAt + i * (k + LANES));
      i += height;
    }
  }

  /** The product with rows of A where they are. */
  static void multiplyRows(int m, int n, int k, float alpha, float[] a, int aAt, int aRow, int aColumn,
      float[] panels, int panelsAt, int depth, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    for (int j = 0; j < n; j += COLUMNS) {
      multiplyPanel(m, Math.min(COLUMNS, n - j), k, alpha, a, aAt, aRow, aRow, aColumn,
          panels, panelsAt + j * depth, COLUMNS, z, zAt + j, zRow, c, cAt + j, cRow);
    }
  }

  /** The product with rows that {@link #packRows} packed of a matrix with that column stride. */
  static void multiplyPackedRows(int m, int n, int k, float alpha, float[] rows, int rowsAt, int aColumn,
      float[] panels, int panelsAt, int depth, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    for (int j = 0; j < n; j += COLUMNS) {
      multiplyPackedPanel(m, Math.min(COLUMNS, n - j), k, alpha, rows, rowsAt, aColumn,
          panels, panelsAt + j * depth, COLUMNS, z, zAt + j, zRow, c, cAt + j, cRow);
    }
  }

  static void multiplyPackedPanel(int m, int columns, int k, float alpha, float[] rows, int rowsAt, int aColumn,
      float[] b, int bAt, int bRow, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    multiplyPanel(m, columns, k, alpha, rows, rowsAt, k + LANES, 1, TILES, b, bAt, bRow, z, zAt, zRow, c, cAt, cRow);
  }

  /**
   * The product with one panel, whose rows are bRow apart. A tile of A begins aStep further for each row above it. The
   * last tile goes over rows of the one before, so that nothing beyond A is read.
   */
  static void multiplyPanel(int m, int columns, int k, float alpha, float[] a, int aAt, int aStep, int aRow,
      int aColumn, float[] b, int bAt, int bRow, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    boolean whole = columns == COLUMNS;
    int tall = Tile.tallRows(m);
    for (int i = 0; i < m; ) {
      var tile = i < tall ? Tile.TALL : Tile.SHORT;
      int height = tile.rows();
      int first = first(i, height, m);
      int tileAt = aAt + (aColumn == TILES ? i : first) * aStep;
      int column = aColumn == TILES ? height : aColumn;
      if (whole && (first == i ? i + height <= m : z != c)) {
        multiplyTile(tile, k, a, tileAt, aRow, column, b, bAt, bRow, alpha,
            z == null ? ZEROS : z, z == null ? 0 : zAt + first * zRow, zRow, c, cAt + first * cRow, cRow);
      } else {
        multiplyEdge(tile, i - first, Math.min(height, m - first), columns, k, a, tileAt, aRow, column, b, bAt, bRow,
            alpha, z, zAt + first * zRow, zRow, c, cAt + first * cRow, cRow);
      }
      i += height;
    }
  }

  /** First row of a tile of {@code height} rows that begins with row i, or before it where m rows end too early. */
  private static int first(int i, int height, int m) {
    return Math.max(0, Math.min(i, m - height));
  }

  /** Rows {@code from} to {@code to} of a tile at the edge of C: computed beside it, then the valid part is copied. */
  private static void multiplyEdge(Tile tile, int from, int to, int columns, int k, float[] a, int aAt, int aRow,
      int aColumn, float[] b, int bAt, int bRow, float alpha, float[] z, int zAt, int zRow,
      float[] c, int cAt, int cRow) {
    var whole = Scratch.GEMM_TILE.floats(Tile.TALL.rows() * COLUMNS);
    boolean oneRow = z == null || zRow == 0;
    if (!oneRow) copy(from, to, columns, z, zAt, zRow, whole, 0, COLUMNS);
    var addend = z == null ? ZEROS : oneRow ? z : whole;
    int addendAt = z != null && oneRow ? zAt : 0;
    int addendRow = oneRow ? 0 : COLUMNS;
    multiplyTile(tile, k, a, aAt, aRow, aColumn, b, bAt, bRow, alpha, addend, addendAt, addendRow,
        whole, 0, COLUMNS);
    copy(from, to, columns, whole, 0, COLUMNS, c, cAt, cRow);
  }

  private static void multiplyTile(Tile tile, int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt,
      int bRow, float alpha, float[] z, int zAt, int zRow, float[] c, int cAt, int cRow) {
    if (aRow != 1) tile.multiplyRows(k, a, aAt, aRow, b, bAt, bRow, alpha, z, zAt, zRow, c, cAt, cRow);
    else tile.multiplyColumns(k, a, aAt, aColumn, b, bAt, bRow, alpha, z, zAt, zRow, c, cAt, cRow);
  }

  private static void copy(int from, int to, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    for (int i = from; i < to; i++) System.arraycopy(x, xAt + i * xRow, y, yAt + i * yRow, columns);
  }
}
