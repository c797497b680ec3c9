package org.vitrail.kernels.weights;

import org.vitrail.kernels.Workers;
import org.vitrail.kernels.gemm.BlockProduct;
import org.vitrail.kernels.math.Scratch;

/**
 * {@code Y = X·Wᵀ}: the product of stored weights and many vectors, such as those of a prompt. A block of W's rows
 * becomes floats, is packed as the right operand of a matrix product, and serves all vectors before the next; on all
 * threads.
 */
public final class WideProduct {
  /** Rows of W in a block, and the columns of it that are widened at a time: what stays in the second cache. */
  private static final int ROWS = 4 * 32;
  private static final int SLAB = 512;

  private WideProduct() {}

  /** Whether there are kernels for it; without the vector module there are none. */
  public static boolean isPossible() {
    return Projection.isVectorised();
  }

  /**
   * Writes y (m, w.rows), which begins at {@code y[yAt]}, for x (m, w.columns).
   *
   * @param xRow from one row of x to the next; not a multiple of 512, or rows collide in the caches
   */
  public static void multiply(StoredMatrix w, int m, float[] x, int xRow, float[] y, int yAt, int yRow) {
    Workers.run(Math.ceilDiv(w.rows(), ROWS), block -> {
      int first = block * ROWS;
      int n = Math.min(ROWS, w.rows() - first);
      var floats = Scratch.WEIGHTS.floats(ROWS * SLAB);
      var panels = Scratch.GEMM_PANELS.floats(BlockProduct.panelFloats(SLAB, ROWS));
      for (int k = 0; k < w.columns(); k += SLAB) {
        int depth = Math.min(SLAB, w.columns() - k);
        for (int r = 0; r < n; r++) {
          long at = (first + r) * w.rowBytes() + w.format().bytes(k);
          Codec.decode(w.format(), w.memory(), at, floats, r * depth, depth);
        }
        BlockProduct.pack(depth, n, floats, 0, 1, depth, panels, 0);
        BlockProduct.multiply(m, n, depth, 1, x, k, xRow, 1, panels, 0, depth, k == 0 ? null : y, yAt + first,
            k == 0 ? 0 : yRow, y, yAt + first, yRow);
      }
    });
  }
}
