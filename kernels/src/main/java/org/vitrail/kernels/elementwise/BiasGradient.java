package org.vitrail.kernels.elementwise;

import java.util.Arrays;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/** A gradient of elements and its sum over the rows, which are added while they are in the cache. */
final class BiasGradient {
  /** Rows that are summed one after the other; such sums are then folded in pairs. */
  private static final int HEIGHT = 64;
  /** Elements between one look at memory and the next. */
  private static final int TILE = 4096;

  private BiasGradient() {}

  /** {@code dx = loop(x, dy)}, {@code dBias = Σ_rows dx}; x, dy, dx are (rows, n). */
  static void run(Loop loop, View x, View dy, View dx, View dBias) {
    int n = dBias.size();
    if (n == 0) return;
    int rows = x.size() / n;
    int blocks = Math.max(1, (rows + HEIGHT - 1) / HEIGHT);
    int step = Math.max(1, Math.min(HEIGHT, TILE / n));
    var sums = Scratch.BIAS_SUMS.floats(blocks * n);
    Workers.split(blocks, HEIGHT * n, (first, end) -> {
      var tile = Tile.ofThread();
      Arrays.fill(sums, first * n, end * n, 0);
      for (int block = first; block < end; block++) {
        int endRow = Math.min(rows, (block + 1) * HEIGHT);
        for (int r = block * HEIGHT; r < endRow; r += step) {
          int height = Math.min(step, endRow - r);
          tile.place(0, x.floats(), x.offset() + r * n);
          tile.place(1, dy.floats(), dy.offset() + r * n);
          tile.place(Tile.RESULT, dx.floats(), dx.offset() + r * n);
          tile.run(loop, 2, height * n);
          Runs.addRows(dx.floats(), dx.offset() + r * n, n, height, sums, block * n, n);
        }
      }
      tile.clear();
    });
    Runs.fold(sums, blocks, n);
    System.arraycopy(sums, 0, dBias.floats(), dBias.offset(), n);
  }
}
