package org.vitrail.kernels.attention;

import java.util.Optional;

/**
 * How {@code tiles.cl} cuts scores: a group of work-items keeps {@code rows} queries or keys in local memory and has
 * {@code columns} of the others there at a time.
 */
record ClBlock(int rows, int columns) {
  private static final int EACH = 8;
  private static final int MOST_ROWS = 64;
  private static final int MOST_COLUMNS = 32;

  /**
   * The largest block that fits: as many rows as can be, but fewer columns where there would be fewer rows than those.
   *
   * @param kept widths of the numbers that stay for each row
   * @param passing the largest width of what passes
   * @param room numbers of local memory
   */
  static Optional<ClBlock> largest(int[] kept, int passing, int room) {
    for (int columns = MOST_COLUMNS; columns >= EACH; columns /= 2) {
      int row = 1 + pitch(columns);
      for (int width : kept) row += pitch(width);
      int rows = Math.min(MOST_ROWS, (room - columns * pitch(passing)) / row / EACH * EACH);
      if (rows >= columns) return Optional.of(new ClBlock(rows, columns));
    }
    return Optional.empty();
  }

  /** Numbers from one row to the next: an odd number of vectors of four. */
  private static int pitch(int width) {
    return 4 * (Math.ceilDiv(width, 4) | 1);
  }

  /** This, for no more than {@code count} rows: small problems are worth one more kernel, not one for each size. */
  ClBlock forRows(int count) {
    return count <= EACH ? new ClBlock(EACH, columns) : this;
  }
}
