package org.vitrail.kernels.gemm;

/**
 * How {@code tiled.cl} cuts a product: a group makes rows x columns of C in steps of depth along k, a work-item
 * itemRows x itemColumns of those; the sum over k is cut into so many parts, added later.
 */
record ClTile(int rows, int columns, int depth, int itemRows, int itemColumns, int parts) {

  int items() {
    return rows / itemRows * (columns / itemColumns);
  }

  /** Bytes of local memory, the pieces of A and B twice. */
  int localBytes(int elementBytes) {
    return 2 * depth * (rows + columns + 8) * elementBytes;
  }

  ClTile inParts(int parts) {
    return new ClTile(rows, columns, depth, itemRows, itemColumns, parts);
  }

  /** {@code 128x128x8/8x8/1}. */
  @Override public String toString() {
    return rows + "x" + columns + "x" + depth + "/" + itemRows + "x" + itemColumns + "/" + parts;
  }

  /** What {@link #toString} says; null for anything else. */
  static ClTile parse(String text) {
    var numbers = text.split("[x/]");
    if (numbers.length != 6) return null;
    try {
      var n = java.util.Arrays.stream(numbers).mapToInt(Integer::parseInt).toArray();
      return new ClTile(n[0], n[1], n[2], n[3], n[4], n[5]);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
