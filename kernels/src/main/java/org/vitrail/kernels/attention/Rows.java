package org.vitrail.kernels.attention;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.View;
import org.vitrail.kernels.math.Scratch;

/** The matrices (positions, width) of a view (batch, heads, positions, width). */
record Rows(float[] array, int offset, int batchStride, int headStride, int stride, int step, int positions, int width) {

  static Rows of(View v) {
    return new Rows(v.floats(), v.offset(), v.stride(0), v.stride(1), v.stride(2), v.stride(3), v.dim(2), v.dim(3));
  }

  /** Where row {@code i} of head {@code h} begins. */
  int at(int b, int h, int i) {
    return offset + b * batchStride + h * headStride + i * stride;
  }

  /** A copy of {@code count} rows, times {@code factor}. */
  Dense load(int b, int h, int from, int count, float factor, Scratch scratch) {
    var copy = Dense.of(scratch, from, count, width);
    for (int i = from; i < from + count; i++) load(b, h, i, factor, copy);
    return copy;
  }

  /** Copies row {@code i}, times {@code factor}. */
  void load(int b, int h, int i, float factor, Dense copy) {
    scale(width, factor, array, at(b, h, i), copy.array(), copy.at(i));
  }

  /** Writes rows {@code from} to {@code to}, times {@code factor}. */
  void store(int b, int h, int from, int to, float factor, Dense rows) {
    for (int i = from; i < to; i++) store(b, h, i, factor, rows);
  }

  /** Writes row {@code i}, times {@code factor}. */
  void store(int b, int h, int i, float factor, Dense rows) {
    scale(width, factor, rows.array(), rows.at(i), array, at(b, h, i));
  }

  /** {@code y = factor·x}. */
  static void scale(int n, float factor, float[] x, int xAt, float[] y, int yAt) {
    int c = 0;
    for (; c < loopBound(n); c += LANES) FloatVector.fromArray(FLOATS, x, xAt + c).mul(factor).intoArray(y, yAt + c);
    for (; c < n; c++) y[yAt + c] = factor * x[xAt + c];
  }
}
