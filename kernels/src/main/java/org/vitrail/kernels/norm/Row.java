package org.vitrail.kernels.norm;

import java.util.Arrays;
import org.vitrail.kernels.View;

/** n parameters that stand side by side. */
record Row(float[] array, int at) {

  /** The rows of a view, of each head one, or one of n times {@code otherwise} where it is null. */
  static Row[] all(View v, int n, float otherwise) {
    var rows = new Row[Heads.of(v)];
    var array = v == null ? new float[n] : v.floats();
    if (v == null) Arrays.fill(array, otherwise);
    for (int h = 0; h < rows.length; h++) rows[h] = new Row(array, v == null ? 0 : v.offset() + h * n);
    return rows;
  }

  float get(int i) {
    return array[at + i];
  }
}
