package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.math.Scratch;

/** Copies strided matrices into panels: {@code panel[p·width + q] = x[p·step + q·stride]}. */
final class Packing {
  private Packing() {}

  /**
   * Packs {@code steps} rows of {@code filled} elements; what is left of the width has unspecified content, and up to a
   * vector's length of what follows the panel.
   */
  static void panel(int steps, int filled, int width, float[] x, int xAt, int step, int stride, float[] panel, int at) {
    if (stride == 1) contiguous(steps, filled, width, x, xAt, step, panel, at);
    else if (step == 1) transposed(steps, filled, width, x, xAt, stride, panel, at);
    else scattered(0, steps, 0, filled, width, x, xAt, step, stride, panel, at);
  }

  /** Whole vectors, each over the surplus of the one before; element by element where an array ends. */
  private static void contiguous(int steps, int filled, int width, float[] x, int xAt, int step,
      float[] panel, int at) {
    int reach = (filled + LANES - 1) / LANES * LANES;
    int p = 0;
    if (step >= 0) {
      if (reach == 2 * LANES) {
        for (; p < steps && xAt + reach <= x.length && at + reach <= panel.length; p++, xAt += step, at += width) {
          FloatVector.fromArray(FLOATS, x, xAt).intoArray(panel, at);
          FloatVector.fromArray(FLOATS, x, xAt + LANES).intoArray(panel, at + LANES);
        }
      } else {
        for (; p < steps && xAt + reach <= x.length && at + reach <= panel.length; p++, xAt += step, at += width) {
          for (int q = 0; q < reach; q += LANES) FloatVector.fromArray(FLOATS, x, xAt + q).intoArray(panel, at + q);
        }
      }
    }
    for (; p < steps; p++, xAt += step, at += width) {
      for (int q = 0; q < filled; q++) panel[at + q] = x[xAt + q];
    }
  }

  /** Square blocks, each over the surplus of those before; element by element where an array ends. */
  private static void transposed(int steps, int filled, int width, float[] x, int xAt, int stride,
      float[] panel, int at) {
    var work = Scratch.TRANSPOSED.floats(LANES * LANES);
    int p = 0;
    for (; p < loopBound(steps); p += LANES) {
      for (int q = loopBound(filled - 1); q >= 0; q -= LANES) {
        int from = xAt + q * stride + p;
        int to = at + p * width + q;
        boolean fits = stride > 0 && from + (LANES - 1) * stride + LANES <= x.length
            && to + (LANES - 1) * width + LANES <= panel.length;
        if (fits) Transposition.block(x, from, stride, panel, to, width, work);
        else scattered(p, p + LANES, q, Math.min(q + LANES, filled), width, x, xAt, 1, stride, panel, at);
      }
    }
    scattered(p, steps, 0, filled, width, x, xAt, 1, stride, panel, at);
  }

  /** Element by element. */
  private static void scattered(int pFrom, int pTo, int qFrom, int qTo, int width, float[] x, int xAt, int step,
      int stride, float[] panel, int at) {
    for (int q = qFrom; q < qTo; q++) {
      for (int p = pFrom; p < pTo; p++) panel[at + p * width + q] = x[xAt + p * step + q * stride];
    }
  }
}
