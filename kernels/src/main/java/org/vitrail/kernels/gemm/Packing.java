package org.vitrail.kernels.gemm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Copies strided matrices into panels: {@code panel[p·width + q] = x[p·step + q·stride]}. */
final class Packing {
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final VectorShuffle<Float> ZIP_LOW = VectorShuffle.makeZip(FOUR, 0);
  private static final VectorShuffle<Float> ZIP_HIGH = VectorShuffle.makeZip(FOUR, 1);

  private Packing() {}

  /** Packs {@code steps} rows of {@code filled} elements; what is left of the width has unspecified content. */
  static void panel(int steps, int filled, int width, float[] x, int xAt, int step, int stride, float[] panel, int at) {
    if (stride == 1) {
      contiguous(steps, filled, width, x, xAt, step, panel, at);
    } else {
      int p = step == 1 ? steps & -4 : 0;
      int q = step == 1 ? filled & -4 : 0;
      for (int i = 0; i < q; i += 4) transposed(p, width, x, xAt + i * stride, stride, panel, at + i);
      scattered(p, q, filled, width, x, xAt, step, stride, panel, at);
      scattered(steps - p, 0, filled, width, x, xAt + p * step, step, stride, panel, at + p * width);
    }
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

  /** Four columns, each read along its own direction: blocks of 4 x 4 are transposed by two rounds of zips. */
  private static void transposed(int steps, int width, float[] x, int xAt, int stride, float[] panel, int at) {
    for (int p = 0; p < steps; p += 4, xAt += 4, at += 4 * width) {
      var x0 = FloatVector.fromArray(FOUR, x, xAt);
      var x1 = FloatVector.fromArray(FOUR, x, xAt + stride);
      var x2 = FloatVector.fromArray(FOUR, x, xAt + 2 * stride);
      var x3 = FloatVector.fromArray(FOUR, x, xAt + 3 * stride);
      var low02 = x0.rearrange(ZIP_LOW, x2);
      var high02 = x0.rearrange(ZIP_HIGH, x2);
      var low13 = x1.rearrange(ZIP_LOW, x3);
      var high13 = x1.rearrange(ZIP_HIGH, x3);
      low02.rearrange(ZIP_LOW, low13).intoArray(panel, at);
      low02.rearrange(ZIP_HIGH, low13).intoArray(panel, at + width);
      high02.rearrange(ZIP_LOW, high13).intoArray(panel, at + 2 * width);
      high02.rearrange(ZIP_HIGH, high13).intoArray(panel, at + 3 * width);
    }
  }

  /** Element by element, columns {@code from} to {@code to}. */
  private static void scattered(int steps, int from, int to, int width, float[] x, int xAt, int step, int stride,
      float[] panel, int at) {
    for (int q = from; q < to; q++) {
      for (int p = 0; p < steps; p++) panel[at + q + p * width] = x[xAt + q * stride + p * step];
    }
  }
}
