package org.vitrail.vit.scenes;

/**
 * One object of a scene.
 *
 * @param kind its shape and colour
 * @param large doubled radius 14 rather than 8
 * @param cell 0 to 15, {@code 4·row + column}; a cell is 16x16 pixels of the 64x64 picture
 * @param dx shift to the right, -1 to 1 pixels
 * @param dy shift down
 */
public record Thing(Kind kind, boolean large, int cell, int dx, int dy) {
  static final int CELL = 16;

  /** Draws size and shift. */
  static Thing look(Draws r, Kind kind, int cell) {
    boolean large = r.below(2) == 1;
    int dx = r.below(3) - 1;
    int dy = r.below(3) - 1;
    return new Thing(kind, large, cell, dx, dy);
  }

  public String size() {
    return large ? "large" : "small";
  }

  public int row() {
    return cell / 4;
  }

  public int column() {
    return cell % 4;
  }

  public Thing movedTo(int newCell) {
    return new Thing(kind, large, newCell, dx, dy);
  }

  public Thing withKind(Kind newKind) {
    return new Thing(newKind, large, cell, dx, dy);
  }

  /** Whether it covers pixel (x, y) of its cell, 0 to 15. */
  boolean covers(int x, int y) {
    int u = 2 * x + 1 - (CELL + 2 * dx);
    int v = 2 * y + 1 - (CELL + 2 * dy);
    return kind.shape().covers(u, v, large ? 14 : 8);
  }

  /** The smallest box around its pixels. */
  public Box box() {
    int x1 = CELL, y1 = CELL, x2 = -1, y2 = -1;
    for (int y = 0; y < CELL; y++) {
      for (int x = 0; x < CELL; x++) {
        if (covers(x, y)) {
          x1 = Math.min(x1, x);
          y1 = Math.min(y1, y);
          x2 = Math.max(x2, x);
          y2 = Math.max(y2, y);
        }
      }
    }
    int left = column() * CELL;
    int top = row() * CELL;
    return new Box(left + x1, top + y1, left + x2, top + y2);
  }
}
