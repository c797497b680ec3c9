package org.vitrail.kernels.conv;

import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;

/**
 * A plane with the padding that a window sees: padY and padX, not the window's own; negative padding crops. Its columns
 * are sorted by their remainder modulo the horizontal stride, so that the pixels under one tap, for neighbouring places
 * of the window, are neighbours too: tap t of place (i, j) sees the pixel at
 * {@code tapOffsets()[t] + i·rowStep() + j}. Rows may be read to the end of their last block of places.
 */
record PaddedPlane(Window window, int padY, int padX, int height, int width, int outY, int outX) {
  /** Places that are computed at once: four vectors. */
  static final int BLOCK = 4 * LANES;

  /** Places of a row, whole blocks. */
  int places() {
    return (outX + BLOCK - 1) / BLOCK * BLOCK;
  }

  int taps() {
    return window.kernelY() * window.kernelX();
  }

  private int rows() {
    return (outY - 1) * window.strideY() + (window.kernelY() - 1) * window.dilationY() + 1;
  }

  private int columns() {
    return places() + (window.kernelX() - 1) * window.dilationX() / window.strideX();
  }

  int floats() {
    return window.strideX() * rows() * columns();
  }

  /** Where each tap (u, v), row after row, sees the pixel of place (0, 0). */
  int[] tapOffsets() {
    var offsets = new int[taps()];
    for (int t = 0; t < offsets.length; t++) {
      int row = t / window.kernelX() * window.dilationY();
      int shift = t % window.kernelX() * window.dilationX();
      offsets[t] = (shift % window.strideX() * rows() + row) * columns() + shift / window.strideX();
    }
    return offsets;
  }

  /** From one row of places to the next. */
  int rowStep() {
    return window.strideY() * columns();
  }

  /** Spreads a plane of x, between padding. */
  void fill(float[] x, int xAt, float padding, float[] padded) {
    Arrays.fill(padded, 0, floats(), padding);
    int step = window.strideX();
    for (int phase = 0; phase < step; phase++) {
      int first = Math.max(0, Math.ceilDiv(padX - phase, step));
      int end = Math.min(columns(), Math.ceilDiv(width + padX - phase, step));
      for (int row = Math.max(0, padY); row < Math.min(rows(), height + padY); row++) {
        int from = xAt + (row - padY) * width + phase - padX;
        int to = (phase * rows() + row) * columns();
        for (int column = first; column < end; column++) padded[to + column] = x[from + column * step];
      }
    }
  }
}
