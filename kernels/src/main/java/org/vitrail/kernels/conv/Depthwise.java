package org.vitrail.kernels.conv;

import static org.vitrail.kernels.conv.PaddedPlane.BLOCK;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/**
 * Convolution where every group has one channel of x: plane by plane, without patches. In a gradient x, w or y stand
 * for dx, dw or dy.
 */
final class Depthwise {
  private final float[] x;
  private final int xAt;
  private final float[] w;
  private final int wAt;
  private final float[] y;
  private final int yAt;
  private final Window window;
  private final PaddedPlane plane;
  private final int pictures;
  private final int groups;
  /** Channels of y in a group. */
  private final int outs;

  Depthwise(View x, View w, View y, Window window) {
    this.x = x.floats();
    xAt = x.offset();
    this.w = w.floats();
    wAt = w.offset();
    this.y = y.floats();
    yAt = y.offset();
    this.window = window;
    plane = new PaddedPlane(window, window.padY(), window.padX(), x.dim(2), x.dim(3), y.dim(2), y.dim(3));
    pictures = y.dim(0);
    groups = window.groups();
    outs = w.dim(0) / groups;
  }

  /** Where plane {@code number}, counted over all pictures, begins in x. */
  private int xAt(int number) {
    return xAt + number * plane.height() * plane.width();
  }

  private int yAt(int number, int i) {
    return yAt + (number * plane.outY() + i) * plane.outX();
  }

  private int wAt(int kernel) {
    return wAt + kernel * plane.taps();
  }

  private static float[] padded(PaddedPlane plane) {
    return Scratch.PATCHES.floats(plane.floats());
  }

  /** {@code y += w·x}, a task per plane of x. */
  void forward() {
    var taps = plane.tapOffsets();
    Workers.run(pictures * groups, number -> {
      var padded = padded(plane);
      plane.fill(x, xAt(number), 0, padded);
      for (int o = number * outs; o < (number + 1) * outs; o++) {
        addCorrelation(plane, taps, padded, wAt(o % (groups * outs)), 1, y, yAt(o, 0));
      }
    });
  }

  /** {@code dx = Σ w·dy}, a task per plane of x: dy, its pixels a stride apart, correlated with the turned kernel. */
  void inputGrad() {
    int height = (plane.outY() - 1) * window.strideY() + 1;
    int width = (plane.outX() - 1) * window.strideX() + 1;
    int padY = (window.kernelY() - 1) * window.dilationY() - window.padY();
    int padX = (window.kernelX() - 1) * window.dilationX() - window.padX();
    var dense = new Window(window.kernelY(), window.kernelX(), 1, 1, 0, 0, window.dilationY(), window.dilationX(), 1);
    var turned = new PaddedPlane(dense, padY, padX, height, width, plane.height(), plane.width());
    var taps = turned.tapOffsets();
    Workers.run(pictures * groups, number -> {
      Arrays.fill(x, xAt(number), xAt(number + 1), 0);
      var padded = padded(turned);
      for (int o = number * outs; o < (number + 1) * outs; o++) {
        turned.fill(apart(o, height, width), 0, 0, padded);
        addCorrelation(turned, taps, padded, wAt(o % (groups * outs)) + taps.length - 1, -1, x, xAt(number));
      }
    });
  }

  /** Plane {@code number} of y with zeros between its pixels, so that they are a stride apart. */
  private float[] apart(int number, int height, int width) {
    var spread = Scratch.SPREAD.floats(height * width);
    Arrays.fill(spread, 0, height * width, 0);
    for (int i = 0; i < plane.outY(); i++) {
      for (int j = 0; j < plane.outX(); j++) {
        spread[i * window.strideY() * width + j * window.strideX()] = y[yAt(number, i) + j];
      }
    }
    return spread;
  }

  /** Adds to each place of a plane the sum over its taps; their weights begin at {@code weight}, {@code step} apart. */
  private void addCorrelation(PaddedPlane plane, int[] taps, float[] padded, int weight, int step,
      float[] out, int at) {
    var sums = Scratch.PLACES.floats(plane.places());
    for (int i = 0; i < plane.outY(); i++, at += plane.outX()) {
      int row = i * plane.rowStep();
      for (int j = 0; j < plane.outX(); j += BLOCK) sumBlock(taps, padded, row + j, weight, step, sums, j);
      for (int j = 0; j < plane.outX(); j++) out[at + j] += sums[j];
    }
  }

  /** Four vectors of places, all taps. */
  private void sumBlock(int[] taps, float[] padded, int at, int weight, int step, float[] sums, int j) {
    var s0 = FloatVector.zero(FLOATS);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    for (int t = 0; t < taps.length; t++) {
      int p = at + taps[t];
      var factor = FloatVector.broadcast(FLOATS, w[weight + t * step]);
      s0 = FloatVector.fromArray(FLOATS, padded, p).fma(factor, s0);
      s1 = FloatVector.fromArray(FLOATS, padded, p + LANES).fma(factor, s1);
      s2 = FloatVector.fromArray(FLOATS, padded, p + 2 * LANES).fma(factor, s2);
      s3 = FloatVector.fromArray(FLOATS, padded, p + 3 * LANES).fma(factor, s3);
    }
    s0.intoArray(sums, j);
    s1.intoArray(sums, j + LANES);
    s2.intoArray(sums, j + 2 * LANES);
    s3.intoArray(sums, j + 3 * LANES);
  }

  /** {@code dw = Σ dy·x}, a task per kernel. */
  void weightGrad() {
    var taps = plane.tapOffsets();
    Workers.run(groups * outs, kernel -> {
      var sums = Scratch.WEIGHT_SUMS.floats(taps.length * LANES);
      Arrays.fill(sums, 0, taps.length * LANES, 0);
      for (int n = 0; n < pictures; n++) {
        int number = n * groups * outs + kernel;
        var padded = padded(plane);
        plane.fill(x, xAt(number / outs), 0, padded);
        for (int i = 0; i < plane.outY(); i++) {
          var row = wholeRow(number, i);
          int at = i * plane.rowStep();
          for (int t = 0; t < taps.length; t++) addProducts(row, padded, at + taps[t], sums, t * LANES);
        }
      }
      for (int t = 0; t < taps.length; t++) w[wAt(kernel) + t] = Runs.sumOfLanes(sums, t * LANES);
    });
  }

  /** Row i of a plane of y, followed by zeros to whole blocks. */
  private float[] wholeRow(int number, int i) {
    var row = Scratch.PLACES.floats(plane.places());
    System.arraycopy(y, yAt(number, i), row, 0, plane.outX());
    Arrays.fill(row, plane.outX(), plane.places(), 0);
    return row;
  }

  private void addProducts(float[] row, float[] padded, int at, float[] sums, int sumAt) {
    var sum = FloatVector.fromArray(FLOATS, sums, sumAt);
    for (int j = 0; j < plane.outX(); j += LANES) {
      sum = FloatVector.fromArray(FLOATS, row, j).fma(FloatVector.fromArray(FLOATS, padded, at + j), sum);
    }
    sum.intoArray(sums, sumAt);
  }
}
