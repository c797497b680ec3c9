package org.vitrail.kernels.conv;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.kernels.View;

/**
 * What a convolution and its gradient in x both are: sums of products of weights with the pixels that each place sees,
 * {@code out[n, g, m, q] = Σ_{c,t} w[g, m, c, t] · source[n, g, c, pixel(q, t)]}, for places q and taps t of two axes.
 *
 * @param rows of weights in a group, each of which makes a plane of out
 * @param planes of the source in a group
 * @param outPlane pixels of a plane of out
 * @param outWidth pixels of a row of out
 * @param area taps of a kernel, with those that are left out
 * @param kernelX taps of a row of a kernel
 * @param rowStep elements from one row of weights to the next
 * @param planeStep elements from the weights of one plane to those of the next
 */
record Correlation(Along y, Along x, int pictures, int groups, int rows, int planes, int outPlane, int outWidth,
    int area, int kernelX, int rowStep, int planeStep) {

  /**
   * One axis: place q and tap t meet at pixel {@code q·step + start + t·slope} of {@code size}, where there is such a
   * pixel. Place q is pixel {@code firstOut + q·outStep} of the result, tap t the weight {@code firstTap + t·tapStep}.
   */
  record Along(int taps, int size, int places, int step, int start, int slope, int firstOut, int outStep, int firstTap,
      int tapStep) {

    static Along forward(int kernel, int stride, int pad, int dilation, int size, int out) {
      return new Along(kernel, size, out, stride, -pad, dilation, 0, 1, 0, 1);
    }

    /**
     * Of the gradient, the pixels {@code phase, phase + stride, …}: all of them meet the same taps u, those with
     * which {@code phase + pad − u·dilation} is a multiple of the stride.
     */
    static Along backward(int kernel, int stride, int pad, int dilation, int size, int out, int phase) {
      int first = 0;
      while (first < kernel && (phase + pad - first * dilation) % stride != 0) first++;
      int next = 1;
      while (next * dilation % stride != 0) next++;
      int taps = Math.ceilDiv(kernel - first, next);
      int places = Math.ceilDiv(size - phase, stride);
      return new Along(taps, out, places, 1, (phase + pad - first * dilation) / stride, -next * dilation / stride,
          phase, stride, first, next);
    }
  }

  static Correlation forward(View x, int rows, int planes, View y, Window s) {
    var vertical = Along.forward(s.kernelY(), s.strideY(), s.padY(), s.dilationY(), x.dim(2), y.dim(2));
    var horizontal = Along.forward(s.kernelX(), s.strideX(), s.padX(), s.dilationX(), x.dim(3), y.dim(3));
    int area = s.kernelY() * s.kernelX();
    return new Correlation(vertical, horizontal, y.dim(0), s.groups(), rows, planes, y.dim(2) * y.dim(3),
        y.dim(3), area, s.kernelX(), planes * area, area);
  }

  /** One for each offset of a pixel of dx from the windows' grid, which together are the gradient. */
  static List<Correlation> backward(View dy, View w, View dx, Window s) {
    var all = new ArrayList<Correlation>();
    int area = s.kernelY() * s.kernelX();
    for (int i = 0; i < Math.min(s.strideY(), dx.dim(2)); i++) {
      var vertical = Along.backward(s.kernelY(), s.strideY(), s.padY(), s.dilationY(), dx.dim(2), dy.dim(2), i);
      for (int j = 0; j < Math.min(s.strideX(), dx.dim(3)); j++) {
        var horizontal = Along.backward(s.kernelX(), s.strideX(), s.padX(), s.dilationX(), dx.dim(3), dy.dim(3), j);
        all.add(new Correlation(vertical, horizontal, dx.dim(0), s.groups(), w.dim(1), w.dim(0) / s.groups(),
            dx.dim(2) * dx.dim(3), dx.dim(3), area, s.kernelX(), area, w.dim(1) * area));
      }
    }
    return all;
  }

  /** Places of all pictures. */
  int places() {
    return pictures * y.places * x.places;
  }

  /** Products in a sum. */
  int depth() {
    return planes * y.taps * x.taps;
  }

  /** The struct of {@code correlation.cl}. */
  int[] numbers() {
    return new int[] {y.taps, y.size, y.places, y.step, y.start, y.slope, y.firstOut, y.outStep, y.firstTap, y.tapStep,
        x.taps, x.size, x.places, x.step, x.start, x.slope, x.firstOut, x.outStep, x.firstTap, x.tapStep,
        pictures, groups, rows, planes, outPlane, outWidth, area, kernelX, rowStep, planeStep};
  }
}
