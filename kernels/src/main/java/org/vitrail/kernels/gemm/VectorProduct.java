package org.vitrail.kernels.gemm;

import java.util.Arrays;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Scratch;

/** A product whose result is one row or one column: the matrix is read once, in place, on all threads. */
final class VectorProduct {
  /** Multiply-adds of a task, about: less is not worth its dispatch. */
  private static final int TASK_WORK = 1 << 16;
  /** Fewest results of a task that reads whole rows, and pieces of rows. */
  private static final int DOTS = 64;
  private static final int PIECE = 1024;

  private final MatrixProduct product;
  private final int cAt;
  private final int zAt;

  VectorProduct(MatrixProduct product, int cAt, int zAt) {
    this.product = product;
    this.cAt = cAt;
    this.zAt = zAt;
  }

  /** C (m, 1) = A·b. */
  void multiplyColumn(int aAt, int bAt) {
    var p = product;
    multiply(p.m, p.a, aAt, p.aRow, p.aColumn, p.b, bAt, p.bRow);
  }

  /** C (1, n) = a·B. */
  void multiplyRow(int aAt, int bAt) {
    var p = product;
    multiply(p.n, p.b, bAt, p.bColumn, p.bRow, p.a, aAt, p.aColumn);
  }

  /** {@code sum[i] = Σ_p matrix[at + i·along + p·deep] · x[xAt + p·xStep]}; one of the strides along and deep is 1. */
  private void multiply(int count, float[] matrix, int at, int along, int deep, float[] x, int xAt, int xStep) {
    int k = product.k;
    var sums = Scratch.GEMM_SUMS.floats(count);
    boolean rowMajor = deep == 1;
    var vector = rowMajor && xStep != 1 ? gather(x, xAt, xStep) : x;
    int vectorAt = vector == x ? xAt : 0;
    int least = rowMajor ? DOTS : PIECE;
    int share = Math.ceilDiv(TASK_WORK / Math.max(1, k) + 1, least) * least;
    Workers.run(Math.ceilDiv(count, share), task -> {
      int from = task * share;
      int results = Math.min(share, count - from);
      if (rowMajor) {
        MatrixVector.dots(results, k, matrix, at + from * along, along, vector, vectorAt, sums, from);
      } else {
        Arrays.fill(sums, from, from + results, 0);
        MatrixVector.addWeighted(k, results, matrix, at + from, deep, x, xAt, xStep, sums, from);
      }
      finish(sums, from, results);
    });
  }

  private float[] gather(float[] x, int at, int step) {
    var gathered = Scratch.GEMM_VECTOR.floats(product.k);
    for (int p = 0; p < product.k; p++) gathered[p] = x[at + p * step];
    return gathered;
  }

  private void finish(float[] sums, int from, int count) {
    boolean isRow = product.m == 1;
    var z = product.addend(0);
    int zStep = isRow ? 1 : product.addendRow(0);
    int addendAt = product.addendAt(0, 0, 0, cAt, zAt);
    int step = isRow ? 1 : product.cRow;
    for (int i = from; i < from + count; i++) {
      product.c[cAt + i * step] = Math.fma(sums[i], product.alpha, z == null ? 0 : z[addendAt + i * zStep]);
    }
    if (isRow) product.finish(1, count, 0, from, cAt, zAt);
    else product.finish(count, 1, from, 0, cAt, zAt);
  }
}
