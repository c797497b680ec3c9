package org.vitrail.kernels.elementwise;

/**
 * A function of floats in the place where a kernel has just computed them, while they are in its cache; on the calling
 * thread.
 */
public final class InPlace {
  private final Loop loop;

  private InPlace(Loop loop) {
    this.loop = loop;
  }

  /** f with its default parameters. */
  public static InPlace of(Unary f) {
    return of(f, 1);
  }

  /** {@code f(x; a, 0)}. */
  public static InPlace of(Unary f, double a) {
    return new InPlace(UnaryLoops.of(f, a, 0));
  }

  /** {@code y = f(y)} for {@code rows} rows of n floats, each {@code row} after the one before. */
  public void apply(float[] y, int at, int row, int rows, int n) {
    if (row == n) apply(y, at, rows * n);
    else for (int r = 0; r < rows; r++) apply(y, at + r * row, n);
  }

  private void apply(float[] y, int at, int n) {
    var tile = Tile.ofThread();
    tile.place(0, y, at);
    tile.place(Tile.RESULT, y, at);
    tile.run(loop, 1, n);
    tile.clear();
  }
}
