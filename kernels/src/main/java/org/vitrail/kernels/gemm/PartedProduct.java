package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Scratch;

/**
 * A product with a long sum for each element of a small C, such as the gradient of weights: parts of the sum are
 * computed apart, each by one task, and added up in order.
 */
final class PartedProduct {
  private static final int MOST_PARTS = 16;
  /** Steps of k that are worth a part. */
  private static final int LEAST_STEPS = 256;
  /** Floats that the sums of all parts may take. */
  private static final int SUMS = 1 << 21;
  /** Fewer parts leave threads idle at the end. */
  private static final int LEAST_PARTS = 4;
  /** Floats of C that a task adds up, about. */
  private static final int ADDED = 1 << 13;

  private PartedProduct() {}

  /** Parts that k is worth, a power of two so that they share out evenly; 1 where other ways are better. */
  static int parts(int m, int n, int k) {
    long most = Math.min(MOST_PARTS, Math.min(k / LEAST_STEPS, SUMS / ((long) m * n)));
    return most < LEAST_PARTS ? 1 : Integer.highestOneBit((int) most);
  }

  static void multiply(MatrixProduct x, int aAt, int bAt, int cAt, int zAt) {
    int size = x.m * x.n;
    var cut = new Cut(x.k, parts(x.m, x.n, x.k), 1);
    var sums = Scratch.GEMM_PARTS.floats(cut.parts() * size);
    int steps = x.k / cut.parts();
    var shorter = x.part(steps, sums);
    var longer = x.part(steps + 1, sums);
    Workers.run(cut.parts(), part -> {
      int p = cut.at(part);
      var product = cut.at(part + 1) - p == steps ? shorter : longer;
      new SheetProduct(product, aAt + p * x.aColumn, bAt + p * x.bRow, part * size, 0).multiply();
    });
    var rows = Cut.of(x.m, Math.max(1, ADDED / x.n), 1);
    Workers.run(rows.parts(), task -> {
      int from = rows.at(task);
      int to = rows.at(task + 1);
      for (int i = from; i < to; i++) addUp(x, i, sums, cut.parts(), cAt, zAt);
      x.finish(to - from, x.n, from, 0, cAt, zAt);
    });
  }

  /** {@code C[i] = alpha · Σ sums + addend}. */
  private static void addUp(MatrixProduct x, int i, float[] sums, int parts, int cAt, int zAt) {
    int at = cAt + i * x.cRow;
    var z = x.addend(0);
    int addendAt = x.addendAt(0, i, 0, cAt, zAt);
    if (z == null) {
      Arrays.fill(x.c, at, at + x.n, 0);
      z = x.c;
      addendAt = at;
    }
    addUp(x.n, sums, i * x.n, parts, x.m * x.n, x.alpha, z, addendAt, x.c, at);
  }

  private static void addUp(int n, float[] sums, int sumsAt, int parts, int size, float alpha, float[] z, int zAt,
      float[] c, int cAt) {
    int j = 0;
    for (; j < loopBound(n); j += LANES) {
      var sum = FloatVector.fromArray(FLOATS, sums, sumsAt + j);
      for (int part = 1; part < parts; part++) {
        sum = sum.add(FloatVector.fromArray(FLOATS, sums, sumsAt + part * size + j));
      }
      sum.fma(FloatVector.broadcast(FLOATS, alpha), FloatVector.fromArray(FLOATS, z, zAt + j)).intoArray(c, cAt + j);
    }
    for (; j < n; j++) {
      float sum = sums[sumsAt + j];
      for (int part = 1; part < parts; part++) sum += sums[sumsAt + part * size + j];
      c[cAt + j] = Math.fma(sum, alpha, z[zAt + j]);
    }
  }
}
