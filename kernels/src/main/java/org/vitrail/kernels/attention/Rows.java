package org.vitrail.kernels.attention;

import java.util.Arrays;
import org.vitrail.kernels.View;

/** The matrices (positions, width) of a view (batch, heads, positions, width) whose last axis has stride 1. */
record Rows(float[] array, int offset, int batchStride, int headStride, int stride, int positions, int width) {

  static Rows of(View v) {
    return new Rows(v.floats(), v.offset(), v.stride(0), v.stride(1), v.stride(2), v.dim(2), v.dim(3));
  }

  /** Where row {@code i} of head {@code h} begins. */
  int at(int b, int h, int i) {
    return offset + b * batchStride + h * headStride + i * stride;
  }

  void fillZero(int b, int h) {
    for (int i = 0; i < positions; i++) Arrays.fill(array, at(b, h, i), at(b, h, i) + width, 0);
  }
}
