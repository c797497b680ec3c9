package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/** Copies strided matrices into panels: {@code panel[p·width + q] = x[p·step + q·stride]}. */
final class Packing {
  private Packing() {}

  /** Packs {@code steps} rows of {@code filled} elements; what is left of the width has unspecified content. */
  static void panel(int steps, int filled, int width, float[] x, int xAt, int step, int stride, float[] panel, int at) {
    if (stride == 1) contiguous(steps, filled, width, x, xAt, step, panel, at);
    else transposed(steps, filled, width, x, xAt, step, stride, panel, at);
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

  /** Four columns at a time, each read along its own direction. */
  private static void transposed(int steps, int filled, int width, float[] x, int xAt, int step, int stride,
      float[] panel, int at) {
    int q = 0;
    for (; q + 4 <= filled; q += 4) {
      int x0 = xAt + q * stride;
      int x1 = x0 + stride;
      int x2 = x1 + stride;
      int x3 = x2 + stride;
      int to = at + q;
      for (int p = 0; p < steps; p++, to += width) {
        int s = p * step;
        panel[to] = x[x0 + s];
        panel[to + 1] = x[x1 + s];
        panel[to + 2] = x[x2 + s];
        panel[to + 3] = x[x3 + s];
      }
    }
    for (; q < filled; q++) {
      for (int p = 0; p < steps; p++) panel[at + q + p * width] = x[xAt + q * stride + p * step];
    }
  }
}
