package org.vitrail.kernels.weights;

/** The least and the greatest of some numbers. */
record Range(float min, float max) {

  static Range of(float[] x, int at, int n) {
    float min = x[at];
    float max = x[at];
    for (int i = at + 1; i < at + n; i++) {
      if (x[i] < min) min = x[i];
      if (x[i] > max) max = x[i];
    }
    return new Range(min, max);
  }

  float width() {
    return max - min;
  }
}
