package org.vitrail.kernels.conv;

import org.vitrail.kernels.View;

/** The largest value of each window, plane by plane. */
final class MaxPool {
  private final float[] x;
  private final int xAt;
  private final float[] y;
  private final int yAt;
  private final int[] where;
  private final int whereAt;
  private final Window window;
  private final int height;
  private final int width;
  private final int outY;
  private final int outX;

  MaxPool(View x, Window window, View y, View where) {
    this.x = x.floats();
    xAt = x.offset();
    this.y = y.floats();
    yAt = y.offset();
    this.where = where.ints();
    whereAt = where.offset();
    this.window = window;
    height = x.dim(2);
    width = x.dim(3);
    outY = y.dim(2);
    outX = y.dim(3);
  }

  void plane(int number) {
    int plane = xAt + number * height * width;
    for (int i = 0; i < outY; i++) {
      int top = i * window.strideY() - window.padY();
      int firstU = firstInside(top, window.dilationY());
      int endU = Math.min(window.kernelY(), firstInside(top - height, window.dilationY()));
      for (int j = 0; j < outX; j++) {
        int left = j * window.strideX() - window.padX();
        int firstV = firstInside(left, window.dilationX());
        int endV = Math.min(window.kernelX(), firstInside(left - width, window.dilationX()));
        int best = largest(plane, top, firstU, endU, left, firstV, endV);
        int at = (number * outY + i) * outX + j;
        y[yAt + at] = x[plane + best];
        where[whereAt + at] = best;
      }
    }
  }

  /** The first tap whose place {@code start + tap·step} is not negative. */
  private static int firstInside(int start, int step) {
    return start >= 0 ? 0 : Math.ceilDiv(-start, step);
  }

  /** Place of the first largest value; of the last NaN where there is one. */
  private int largest(int plane, int top, int firstU, int endU, int left, int firstV, int endV) {
    int best = (top + firstU * window.dilationY()) * width + left + firstV * window.dilationX();
    float max = x[plane + best];
    for (int u = firstU; u < endU; u++) {
      int row = (top + u * window.dilationY()) * width + left;
      for (int v = firstV; v < endV; v++) {
        int place = row + v * window.dilationX();
        float value = x[plane + place];
        if (value > max || value != value) {
          max = value;
          best = place;
        }
      }
    }
    return best;
  }
}
