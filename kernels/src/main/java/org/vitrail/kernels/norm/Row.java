package org.vitrail.kernels.norm;

import java.util.Arrays;
import org.vitrail.kernels.View;

/** n parameters that stand side by side. */
record Row(float[] array, int at) {

  /** Those of a view, or n times {@code otherwise} where it is null. */
  static Row of(View v, int n, float otherwise) {
    if (v != null) return new Row(v.floats(), v.offset());
    var array = new float[n];
    Arrays.fill(array, otherwise);
    return new Row(array, 0);
  }

  float get(int i) {
    return array[at + i];
  }
}
