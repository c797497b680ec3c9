package org.vitrail.kernels.attention;

import org.vitrail.kernels.View;

/** The numbers of a view (batch, heads, queries). */
record PerQuery(float[] array, int offset, int batchStride, int headStride, int stride) {

  static PerQuery of(View v) {
    return new PerQuery(v.floats(), v.offset(), v.stride(0), v.stride(1), v.stride(2));
  }

  float get(int b, int h, int i) {
    return array[at(b, h, i)];
  }

  void put(int b, int h, int i, float value) {
    array[at(b, h, i)] = value;
  }

  private int at(int b, int h, int i) {
    return offset + b * batchStride + h * headStride + i * stride;
  }
}
