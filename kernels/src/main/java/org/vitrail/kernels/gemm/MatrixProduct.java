package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.gemm.Tile.COLUMNS;

import java.util.Arrays;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.elementwise.Elementwise;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.math.Scratch;

/**
 * One matrix product on all threads. A slab of B, {@link #SLAB_K} deep, is packed; then tasks, each a block of rows and
 * columns of C, multiply it. Slabs follow one another, so that every element of C is summed in one order. A product
 * with a vector reads the matrix once, in place.
 */
final class MatrixProduct {
  /** Multiply-adds below which a task is not worth its dispatch. */
  static final int TASK_WORK = 1 << 19;

  /** Depth of a slab: a panel of it and a tile's rows of A stay in the first two caches. */
  private static final int SLAB_K = 384;
  private static final int SLAB_N = 3072;
  /** Rows of a block: its part of A stays in the second cache. */
  private static final int BLOCK_M = 168;
  /** Tasks that a slab is cut into where it is large enough. */
  private static final int TASKS = 32;
  /** Floats that a task packs. */
  private static final int PACKED = 1 << 15;
  /** Fewest results of a task in a product with a vector that reads whole rows, and pieces of rows. */
  private static final int DOTS = 64;
  private static final int PIECE = 1024;

  private final int m;
  private final int n;
  private final int k;
  private final float alpha;
  private final float[] a;
  private final int aRow;
  private final int aColumn;
  private final float[] b;
  private final int bRow;
  private final int bColumn;
  private final float[] bias;
  private final boolean accumulate;
  private final View cView;
  private final float[] c;
  private final int cRow;
  private final Unary activation;
  private final Elementwise elementwise;

  /** The product of the last two axes; where its matrices begin comes with {@link #multiply}. */
  MatrixProduct(View a, View b, View c, Epilogue epilogue, Elementwise elementwise) {
    m = c.dim(-2);
    n = c.dim(-1);
    k = a.dim(-1);
    alpha = (float) epilogue.alpha();
    this.a = a.floats();
    aRow = a.stride(-2);
    aColumn = a.stride(-1);
    this.b = b.floats();
    bRow = b.stride(-2);
    bColumn = b.stride(-1);
    bias = epilogue.bias() == null || epilogue.accumulate() ? null : gather(epilogue.bias(), n);
    accumulate = epilogue.accumulate();
    cView = c;
    this.c = c.floats();
    cRow = c.stride(-2);
    activation = epilogue.activation();
    this.elementwise = elementwise;
  }

  /** The bias without gaps, readable to the end of the last panel. */
  private static float[] gather(View bias, int n) {
    var row = Scratch.GEMM_BIAS.floats(n + COLUMNS);
    for (int j = 0; j < n; j++) row[j] = bias.floats()[bias.offset() + j * bias.stride(0)];
    return row;
  }

  /** Multiply-adds. */
  long work() {
    return (long) m * n * k;
  }

  void multiply(int aAt, int bAt, int cAt) {
    if (n == 1 && (aRow == 1 || aColumn == 1)) {
      multiplyVector(m, a, aAt, aRow, aColumn, b, bAt, bRow, cAt, cRow, 0);
    } else if (m == 1 && (bRow == 1 || bColumn == 1)) {
      multiplyVector(n, b, bAt, bColumn, bRow, a, aAt, aColumn, cAt, 1, 1);
    } else {
      multiplyMatrix(aAt, bAt, cAt);
    }
  }

  /**
   * A product with a vector x: {@code c[i] = f(alpha · Σ_p matrix[at + i·along + p·deep] · x[xAt + p·xStep] + …)} for
   * {@code count} results. One of the strides along and deep is 1.
   */
  private void multiplyVector(int count, float[] matrix, int at, int along, int deep, float[] x, int xAt, int xStep,
      int cAt, int cStep, int biasStep) {
    var sums = Scratch.GEMM_SUMS.floats(count);
    boolean rowMajor = deep == 1;
    var vector = rowMajor && xStep != 1 ? gather(x, xAt, xStep) : x;
    int vectorAt = vector == x ? xAt : 0;
    int share = roundUp(TASK_WORK / 8 / Math.max(1, k) + 1, rowMajor ? DOTS : PIECE);
    Workers.run((count + share - 1) / share, task -> {
      int from = task * share;
      int results = Math.min(share, count - from);
      if (rowMajor) MatrixVector.dots(results, k, matrix, at + from * along, along, vector, vectorAt, sums, from);
      else weigh(results, matrix, at + from, deep, x, xAt, xStep, sums, from);
      finish(sums, from, results, cAt, cStep, biasStep);
    });
  }

  private void weigh(int results, float[] rows, int at, int row, float[] x, int xAt, int xStep,
      float[] sums, int from) {
    Arrays.fill(sums, from, from + results, 0);
    MatrixVector.addWeighted(k, results, rows, at, row, x, xAt, xStep, sums, from);
  }

  private float[] gather(float[] x, int at, int step) {
    var gathered = Scratch.GEMM_VECTOR.floats(k);
    for (int p = 0; p < k; p++) gathered[p] = x[at + p * step];
    return gathered;
  }

  private void finish(float[] sums, int from, int results, int cAt, int cStep, int biasStep) {
    for (int i = from; i < from + results; i++) {
      int at = cAt + i * cStep;
      float z = accumulate ? c[at] : bias != null ? bias[i * biasStep] : 0;
      c[at] = Math.fma(sums[i], alpha, z);
    }
    if (activation != null) activate(cAt + from * cStep, new int[] {results}, new int[] {cStep});
  }

  private void activate(int at, int[] shape, int[] strides) {
    var block = new View(cView.storage(), at, shape, strides);
    elementwise.map(activation, 1, 0, block, block);
  }

  private void multiplyMatrix(int aAt, int bAt, int cAt) {
    for (int j = 0; j < n; j += SLAB_N) {
      int columns = Math.min(SLAB_N, n - j);
      int p = 0;
      do {
        multiplySlab(p, Math.min(SLAB_K, k - p), columns, j, aAt + p * aColumn, bAt + p * bRow + j * bColumn, cAt + j);
        p += SLAB_K;
      } while (p < k);
    }
  }

  /** Adds the product over {@code depth} steps of k, beginning at p, to {@code columns} columns of C. */
  private void multiplySlab(int p, int depth, int columns, int j, int aAt, int bAt, int cAt) {
    var panels = Scratch.GEMM_PANELS.floats(BlockProduct.panelFloats(depth, columns));
    int rowBlocks = (m + BLOCK_M - 1) / BLOCK_M;
    int rows = roundUp((m + rowBlocks - 1) / rowBlocks, Tile.TALL.rows());
    long worthwhile = (long) m * depth * columns / TASK_WORK;
    int width = taskWidth(columns, (int) Math.min(TASKS, worthwhile) / rowBlocks);
    int columnBlocks = (columns + width - 1) / width;
    boolean packFirst = rowBlocks > 1;
    if (packFirst) {
      int packed = taskWidth(columns, depth * columns / PACKED);
      Workers.run((columns + packed - 1) / packed,
          task -> pack(task * packed, Math.min(columns, (task + 1) * packed), depth, bAt, panels));
    }
    Workers.run(rowBlocks * columnBlocks, task -> {
      int i = task / columnBlocks * rows;
      int from = task % columnBlocks * width;
      int to = Math.min(columns, from + width);
      if (!packFirst) pack(from, to, depth, bAt, panels);
      multiplyBlock(p, depth, Math.min(rows, m - i), j + from, to - from, aAt + i * aRow, panels, from * depth,
          cAt + i * cRow + from);
    });
  }

  /** Columns of a task, whole panels, when {@code columns} are cut into about {@code tasks}. */
  private static int taskWidth(int columns, int tasks) {
    return roundUp((columns + Math.max(1, tasks) - 1) / Math.max(1, tasks), COLUMNS);
  }

  private static int roundUp(int x, int step) {
    return (x + step - 1) / step * step;
  }

  private void pack(int from, int to, int depth, int bAt, float[] panels) {
    BlockProduct.pack(depth, to - from, b, bAt + from * bColumn, bRow, bColumn, panels, from * depth);
  }

  private void multiplyBlock(int p, int depth, int rows, int j, int columns, int aAt, float[] panels,
      int panelsAt, int cAt) {
    boolean add = accumulate || p > 0;
    BlockProduct.multiply(rows, columns, depth, alpha, a, aAt, aRow, aColumn, panels, panelsAt, depth,
        add ? c : bias, add ? cAt : j, add ? cRow : 0, c, cAt, cRow);
    if (activation != null && p + depth == k) activate(cAt, new int[] {rows, columns}, new int[] {cRow, 1});
  }
}
