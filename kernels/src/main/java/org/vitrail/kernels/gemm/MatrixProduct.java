package org.vitrail.kernels.gemm;

import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.InPlace;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/**
 * The matrices of one product and what happens at its end, for the ways to compute it, of which {@link #multiply}
 * chooses one by the shape. In each an element of C is summed over slabs of k that follow one another.
 */
final class MatrixProduct {
  /** Largest depth of a slab: a panel of it and a tile's rows of A stay in the first two caches. */
  private static final int SLAB = 384;
  /** Multiply-adds from which a product is shared out among the threads. */
  private static final int LARGE = 1 << 20;
  /**
   * Multiply-adds up to which each thread packs panels of B of its own, if A is read in place or has to be packed for
   * each, and floats of an A that its cache then holds.
   */
  private static final int MIDDLE = 1 << 27;
  private static final int MIDDLE_PACKED = 1 << 23;
  private static final int CACHED = 1 << 18;

  final int m;
  final int n;
  final int k;
  final float alpha;
  final float[] a;
  final int aRow;
  final int aColumn;
  final float[] b;
  final int bRow;
  final int bColumn;
  final float[] c;
  final int cRow;
  private final View left;
  private final View right;
  private final boolean accumulate;
  private final float[] bias;
  private final InPlace activation;
  private final View residual;
  /** Whether the residual is what a tile is added to; otherwise it is added when all is done. */
  private final boolean residualFirst;

  /** The product of the last two axes; where its matrices begin comes with {@link #multiply}. */
  MatrixProduct(View a, View b, View c, Epilogue epilogue) {
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
    this.c = c.floats();
    cRow = c.stride(-2);
    left = a;
    right = b;
    accumulate = epilogue.accumulate();
    bias = epilogue.bias() == null || accumulate ? null : gather(epilogue.bias(), n);
    activation = epilogue.activation() == null ? null : InPlace.of(epilogue.activation());
    residual = epilogue.residual();
    residualFirst = residual != null && residual.stride(-1) == 1 && residual.stride(-2) != 0 && !accumulate
        && bias == null && activation == null;
  }

  /** The bias without gaps, readable to the end of the last panel. */
  private static float[] gather(View bias, int n) {
    var row = Scratch.GEMM_BIAS.floats(n + Tile.COLUMNS);
    for (int j = 0; j < n; j++) row[j] = bias.floats()[bias.offset() + j * bias.stride(0)];
    return row;
  }

  /** Multiply-adds. */
  long work() {
    return (long) m * n * k;
  }

  /** Depth of all slabs but the last, which may be less deep. */
  int slab() {
    return Math.ceilDiv(k, Math.max(1, Math.ceilDiv(k, SLAB)));
  }

  /** The product of the matrices that begin at these places; at zAt the residual begins. */
  void multiply(int aAt, int bAt, int cAt, int zAt) {
    if (n == 1 && (aRow == 1 || aColumn == 1)) {
      new VectorProduct(this, cAt, zAt).multiplyColumn(aAt, bAt);
    } else if (m == 1 && (bRow == 1 || bColumn == 1)) {
      new VectorProduct(this, cAt, zAt).multiplyRow(aAt, bAt);
    } else if (work() < LARGE) {
      SmallProduct.multiply(this, 0, n, aAt, bAt, cAt, zAt);
    } else if (isByPanels()) {
      SmallProduct.multiply(this, aAt, bAt, cAt, zAt);
    } else if (PartedProduct.parts(m, n, k) > 1) {
      PartedProduct.multiply(this, aAt, bAt, cAt, zAt);
    } else {
      new SheetProduct(this, aAt, bAt, cAt, zAt).multiply();
    }
  }

  private boolean isByPanels() {
    boolean inPlace = BlockProduct.isReadInPlace(m, n, aRow, aColumn);
    return work() <= (inPlace ? MIDDLE : MIDDLE_PACKED) && (long) m * k <= CACHED;
  }

  /** What the sum of the slab at depth p is added to: what was summed before, bias, residual, or null for nothing. */
  float[] addend(int p) {
    return accumulate || p > 0 ? c : residualFirst ? residual.floats() : bias;
  }

  /** Where the addend has element (i, j), for a C that begins at cAt. */
  int addendAt(int p, int i, int j, int cAt, int zAt) {
    return accumulate || p > 0 ? cAt + i * cRow + j : residualFirst ? zAt + i * residual.stride(-2) + j : j;
  }

  int addendRow(int p) {
    return accumulate || p > 0 ? cRow : residualFirst ? residual.stride(-2) : 0;
  }

  /** What is left to do with a block of C that is summed up, beginning with element (i, j). */
  void finish(int rows, int columns, int i, int j, int cAt, int zAt) {
    int at = cAt + i * cRow + j;
    if (activation != null) activation.apply(c, at, cRow, rows, columns);
    if (residual == null || residualFirst) return;
    for (int r = 0; r < rows; r++) addResidual(zAt + (i + r) * residual.stride(-2), j, columns, at + r * cRow);
  }

  private void addResidual(int rowAt, int j, int columns, int at) {
    var z = residual.floats();
    int step = residual.stride(-1);
    if (step == 1) Runs.add(z, rowAt + j, c, at, columns);
    else for (int q = 0; q < columns; q++) c[at + q] += z[rowAt + (j + q) * step];
  }

  /** The product over {@code steps} of k without an epilogue, into a C that has no gaps and begins anywhere in sums. */
  MatrixProduct part(int steps, float[] sums) {
    var sum = new View(new Storage.Floats(sums), 0, new int[] {m, n}, new int[] {n, 1});
    return new MatrixProduct(matrix(left, m, steps), matrix(right, steps, n), sum, Epilogue.NONE);
  }

  private static View matrix(View v, int rows, int columns) {
    return new View(v.storage(), v.offset(), new int[] {rows, columns}, new int[] {v.stride(-2), v.stride(-1)});
  }
}
