package org.vitrail.kernels.conv;

import org.vitrail.kernels.View;

/** The specification: every product of a weight with a pixel, in double precision. */
public final class ConvolutionScalar implements Convolution {

  /** Where the three factors of one product stand: y (or dy), w (or dw) and x (or dx). */
  private interface Product {
    void at(int y, int w, int x);
  }

  @Override public void conv2d(View x, View w, View bias, Window window, View y) {
    var sums = new double[y.size()];
    forEachProduct(x, w, y, window, (yAt, wAt, xAt) -> sums[yAt] += get(w, wAt) * get(x, xAt));
    int plane = y.dim(2) * y.dim(3);
    for (int i = 0; i < sums.length; i++) {
      set(y, i, sums[i] + (bias == null ? 0 : get(bias, i / plane % y.dim(1))));
    }
  }

  @Override public void conv2dInputGrad(View dy, View w, Window window, View dx) {
    var sums = new double[dx.size()];
    forEachProduct(dx, w, dy, window, (yAt, wAt, xAt) -> sums[xAt] += get(w, wAt) * get(dy, yAt));
    for (int i = 0; i < sums.length; i++) set(dx, i, sums[i]);
  }

  @Override public void conv2dWeightGrad(View x, View dy, Window window, View dw) {
    var sums = new double[dw.size()];
    forEachProduct(x, dw, dy, window, (yAt, wAt, xAt) -> sums[wAt] += get(dy, yAt) * get(x, xAt));
    for (int i = 0; i < sums.length; i++) set(dw, i, sums[i]);
  }

  private static void forEachProduct(View x, View w, View y, Window s, Product product) {
    int outPerGroup = w.dim(0) / s.groups();
    for (int n = 0; n < y.dim(0); n++) {
      for (int o = 0; o < w.dim(0); o++) {
        for (int i = 0; i < y.dim(2); i++) {
          for (int j = 0; j < y.dim(3); j++) {
            int yAt = ((n * y.dim(1) + o) * y.dim(2) + i) * y.dim(3) + j;
            forEachTap(x, w, s, n, o, o / outPerGroup * w.dim(1), i, j, yAt, product);
          }
        }
      }
    }
  }

  private static void forEachTap(View x, View w, Window s, int n, int o, int firstChannel, int i, int j, int yAt,
      Product product) {
    for (int c = 0; c < w.dim(1); c++) {
      for (int u = 0; u < s.kernelY(); u++) {
        for (int v = 0; v < s.kernelX(); v++) {
          int row = i * s.strideY() + u * s.dilationY() - s.padY();
          int column = j * s.strideX() + v * s.dilationX() - s.padX();
          if (row < 0 || row >= x.dim(2) || column < 0 || column >= x.dim(3)) continue;
          int wAt = ((o * w.dim(1) + c) * s.kernelY() + u) * s.kernelX() + v;
          product.at(yAt, wAt, ((n * x.dim(1) + firstChannel + c) * x.dim(2) + row) * x.dim(3) + column);
        }
      }
    }
  }

  @Override public void maxPool(View x, Window s, View y, View where) {
    int plane = x.dim(2) * x.dim(3);
    for (int at = 0; at < y.size(); at++) {
      int j = at % y.dim(3);
      int i = at / y.dim(3) % y.dim(2);
      int channel = at / (y.dim(2) * y.dim(3));
      int best = -1;
      for (int u = 0; u < s.kernelY(); u++) {
        for (int v = 0; v < s.kernelX(); v++) {
          int row = i * s.strideY() + u * s.dilationY() - s.padY();
          int column = j * s.strideX() + v * s.dilationX() - s.padX();
          if (row < 0 || row >= x.dim(2) || column < 0 || column >= x.dim(3)) continue;
          int place = row * x.dim(3) + column;
          double value = get(x, channel * plane + place);
          if (best < 0 || value > get(x, channel * plane + best) || Double.isNaN(value)) best = place;
        }
      }
      set(y, at, get(x, channel * plane + best));
      set(where, at, best);
    }
  }

  private static double get(View v, int i) {
    return v.storage().get(v.offset() + i);
  }

  private static void set(View v, int i, double value) {
    v.storage().set(v.offset() + i, value);
  }
}
