package org.vitrail.kernels.reduce;

import java.util.Arrays;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;
import org.vitrail.kernels.reduce.Reductions.Kind;

/**
 * Reduces tables of rows of n elements, side by side, to one row each, such as the gradient of a bias. Every
 * {@link #HEIGHT} rows become one, these again, until one is left: few terms are ever added to one sum. There is a
 * table for each of {@code kept}; its rows stand where {@code rows} says.
 */
record RowReduction(Kind kind, float[] x, int at, Positions kept, Positions rows, int n) {
  private static final int HEIGHT = 64;
  private static final int WIDTH = 4096;

  /** Writes element j of the row of table k to {@code out[outAt + target.at(k) + j·step]}. */
  void run(float[] out, int outAt, Positions target, int step) {
    var level = this;
    var scratch = Scratch.REDUCE_SUMS;
    while (level.parts() > 1) {
      level = level.sums(scratch);
      scratch = scratch == Scratch.REDUCE_SUMS ? Scratch.REDUCE_SUMS_OF_SUMS : Scratch.REDUCE_SUMS;
    }
    int tables = kept.count();
    if (step == 1) {
      level.combine(out, outAt, target);
    } else {
      var dense = scratch.floats(tables * n);
      level.combine(dense, 0, Positions.every(n, tables));
      for (int i = 0; i < tables * n; i++) out[outAt + target.at(i / n) + i % n * step] = dense[i];
    }
  }

  /** How many rows the next level has. */
  private int parts() {
    return (rows.count() + HEIGHT - 1) / HEIGHT;
  }

  private RowReduction sums(Scratch scratch) {
    int parts = parts();
    int tables = kept.count();
    var sums = scratch.floats(tables * parts * n);
    combine(sums, 0, Positions.every(n, tables * parts));
    return new RowReduction(kind, sums, 0, Positions.every(parts * n, tables), Positions.every(n, parts), n);
  }

  /** Combines part p of table k into the row at {@code target.at(k·parts + p)}. */
  private void combine(float[] y, int yAt, Positions target) {
    int parts = parts();
    int count = rows.count();
    int chunks = (n + WIDTH - 1) / WIDTH;
    Workers.split(kept.count() * parts * chunks, Math.min(count, HEIGHT) * Math.min(n, WIDTH), (first, end) -> {
      for (int i = first; i < end; i++) {
        int column = i % chunks * WIDTH;
        int part = i / chunks;
        int row = part % parts * HEIGHT;
        combine(at + kept.at(part / parts) + column, row, Math.min(count, row + HEIGHT), y,
            yAt + target.at(part) + column, Math.min(WIDTH, n - column));
      }
    });
  }

  private void combine(int from, int firstRow, int endRow, float[] y, int to, int width) {
    if (kind == Kind.SUM && rows.isEven()) {
      Arrays.fill(y, to, to + width, 0);
      Runs.addRows(x, from + rows.at(firstRow), rows.at(1), endRow - firstRow, y, to, width);
      return;
    }
    System.arraycopy(x, from + rows.at(firstRow), y, to, width);
    for (int r = firstRow + 1; r < endRow; r++) {
      switch (kind) {
        case SUM -> Runs.add(x, from + rows.at(r), y, to, width);
        case MAX -> Runs.raise(x, from + rows.at(r), y, to, width);
        case MIN -> Runs.lower(x, from + rows.at(r), y, to, width);
        case PROD -> throw new IllegalArgumentException("products are taken in double precision");
      }
    }
  }
}
