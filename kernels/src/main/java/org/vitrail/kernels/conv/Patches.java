package org.vitrail.kernels.conv;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The patch matrix of a picture (channels, height, width): a row per channel and tap (u, v) of the kernel, a column per
 * place (i, j) of the window. It is never whole in memory: {@link #gather} writes a block of it, {@link #scatter} adds
 * a block back to the picture (im2col and col2im; Chellapilla et al. 2006).
 */
record Patches(Window window, int height, int width, int outY, int outX) {

  /** Rows of the matrix per channel. */
  int taps() {
    return window.kernelY() * window.kernelX();
  }

  /** Columns of the matrix. */
  int places() {
    return outY * outX;
  }

  /** Floats of a channel. */
  int plane() {
    return height * width;
  }

  /** Whether the matrix is the picture itself. */
  boolean isPicture() {
    return taps() == 1 && window.strideY() == 1 && window.strideX() == 1 && window.padY() == 0 && window.padX() == 0;
  }

  /** Copies columns {@code from} to {@code to} of the rows of some channels, the first of which is at {@code xAt}. */
  void gather(int channels, float[] x, int xAt, int from, int to, float[] block, int at, int row) {
    forEachRun(from, to, (tap, source, step, first, begin, end, last) -> {
      for (int c = 0; c < channels; c++) {
        int target = at + (c * taps() + tap) * row;
        if (begin > first) Arrays.fill(block, target + first, target + begin, 0);
        copy(end - begin, x, xAt + c * plane() + source, step, block, target + begin);
        if (last > end) Arrays.fill(block, target + end, target + last, 0);
      }
    });
  }

  /** Adds columns {@code from} to {@code to} of the rows of some channels to the pixels that they came from. */
  void scatter(int channels, float[] block, int at, int row, int from, int to, float[] x, int xAt) {
    forEachRun(from, to, (tap, source, step, first, begin, end, last) -> {
      for (int c = 0; c < channels; c++) {
        add(end - begin, block, at + (c * taps() + tap) * row + begin, x, xAt + c * plane() + source, step);
      }
    });
  }

  /** Columns first … last − 1 of a block, in one row of places; begin … end − 1 see pixels, the others padding. */
  private interface Run {
    /** Column begin + t has pixel {@code source + t·step} of each channel. */
    void at(int tap, int source, int step, int first, int begin, int end, int last);
  }

  private void forEachRun(int from, int to, Run run) {
    for (int u = 0; u < window.kernelY(); u++) {
      for (int v = 0; v < window.kernelX(); v++) {
        int left = window.padX() - v * window.dilationX();
        int inside = ceilDiv(left, window.strideX());
        int outside = ceilDiv(width + left, window.strideX());
        for (int p = from; p < to; ) {
          int i = p / outX;
          int j = p % outX;
          int stop = Math.min(outX, j + to - p);
          int y = i * window.strideY() + u * window.dilationY() - window.padY();
          boolean visible = y >= 0 && y < height;
          int begin = visible ? Math.clamp(inside, j, stop) : stop;
          int end = visible ? Math.clamp(outside, begin, stop) : stop;
          run.at(u * window.kernelX() + v, y * width + begin * window.strideX() - left, window.strideX(), p - from,
              p - from + begin - j, p - from + end - j, p - from + stop - j);
          p += stop - j;
        }
      }
    }
  }

  private static int ceilDiv(int a, int b) {
    return Math.max(0, Math.ceilDiv(a, b));
  }

  private static void copy(int n, float[] x, int xAt, int step, float[] y, int yAt) {
    if (step == 1 && n > 0) System.arraycopy(x, xAt, y, yAt, n);
    else for (int t = 0; t < n; t++) y[yAt + t] = x[xAt + t * step];
  }

  private static void add(int n, float[] y, int yAt, float[] x, int xAt, int step) {
    int t = 0;
    if (step == 1) {
      for (; t + LANES <= n; t += LANES) {
        FloatVector.fromArray(FLOATS, x, xAt + t).add(FloatVector.fromArray(FLOATS, y, yAt + t)).intoArray(x, xAt + t);
      }
    }
    for (; t < n; t++) x[xAt + t * step] += y[yAt + t];
  }
}
