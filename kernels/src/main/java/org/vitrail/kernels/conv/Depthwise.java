package org.vitrail.kernels.conv;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.VectorMath;

/**
 * Convolution where every group has one channel of x: tap by tap, row by row, without patches. In a gradient x, w or y
 * stand for dx, dw or dy.
 */
final class Depthwise {
  private final float[] x;
  private final int xAt;
  private final float[] w;
  private final int wAt;
  private final float[] y;
  private final int yAt;
  private final Window window;
  private final int pictures;
  private final int groups;
  /** Channels of y in a group. */
  private final int outs;
  private final int height;
  private final int width;
  private final int outY;
  private final int outX;

  Depthwise(View x, View w, View y, Window window) {
    this.x = x.floats();
    xAt = x.offset();
    this.w = w.floats();
    wAt = w.offset();
    this.y = y.floats();
    yAt = y.offset();
    this.window = window;
    pictures = y.dim(0);
    groups = window.groups();
    outs = w.dim(0) / groups;
    height = x.dim(2);
    width = x.dim(3);
    outY = y.dim(2);
    outX = y.dim(3);
  }

  /** What is done with {@code n} pixels x and places y that one tap joins; pixels are {@code step} apart. */
  private interface Row {
    void at(int tap, int x, int step, int y, int n);
  }

  /** {@code y += w·x}. */
  void forward() {
    Workers.run(pictures * groups * outs, plane -> {
      int weights = wAt + plane % (groups * outs) * taps();
      forEachRow(plane / outs, plane,
          (tap, from, step, to, n) -> addScaled(n, w[weights + tap], x, from, step, y, to, 1));
    });
  }

  /** {@code dx = Σ w·dy}, a task per plane of x. */
  void inputGrad() {
    Workers.run(pictures * groups, plane -> {
      int at = xAt + plane * height * width;
      Arrays.fill(x, at, at + height * width, 0);
      for (int o = 0; o < outs; o++) {
        int weights = wAt + (plane % groups * outs + o) * taps();
        forEachRow(plane, plane * outs + o,
            (tap, from, step, to, n) -> addScaled(n, w[weights + tap], y, to, 1, x, from, step));
      }
    });
  }

  /** {@code dw = Σ dy·x}, a task per kernel. */
  void weightGrad() {
    Workers.run(groups * outs, kernel -> {
      int weights = wAt + kernel * taps();
      Arrays.fill(w, weights, weights + taps(), 0);
      for (int n = 0; n < pictures; n++) {
        int plane = n * groups * outs + kernel;
        forEachRow(plane / outs, plane,
            (tap, from, step, to, count) -> w[weights + tap] += dot(count, x, from, step, y, to));
      }
    });
  }

  private int taps() {
    return window.kernelY() * window.kernelX();
  }

  private void forEachRow(int xPlane, int yPlane, Row row) {
    for (int i = 0; i < outY; i++) {
      for (int u = 0; u < window.kernelY(); u++) {
        int pixelY = i * window.strideY() + u * window.dilationY() - window.padY();
        if (pixelY < 0 || pixelY >= height) continue;
        for (int v = 0; v < window.kernelX(); v++) {
          int left = v * window.dilationX() - window.padX();
          int first = Math.max(0, Math.ceilDiv(-left, window.strideX()));
          int end = Math.min(outX, Math.ceilDiv(width - left, window.strideX()));
          if (end <= first) continue;
          row.at(u * window.kernelX() + v, xAt + (xPlane * height + pixelY) * width + first * window.strideX() + left,
              window.strideX(), yAt + (yPlane * outY + i) * outX + first, end - first);
        }
      }
    }
  }

  /** {@code b += a·factor} for {@code n} elements. */
  private static void addScaled(int n, float factor, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep) {
    int t = 0;
    if (aStep == 1 && bStep == 1) {
      for (; t + LANES <= n; t += LANES) {
        var sum = FloatVector.fromArray(FLOATS, b, bAt + t);
        FloatVector.fromArray(FLOATS, a, aAt + t).fma(FloatVector.broadcast(FLOATS, factor), sum).intoArray(b, bAt + t);
      }
    }
    for (; t < n; t++) b[bAt + t * bStep] = Math.fma(factor, a[aAt + t * aStep], b[bAt + t * bStep]);
  }

  private static float dot(int n, float[] a, int aAt, int aStep, float[] b, int bAt) {
    var sums = FloatVector.zero(FLOATS);
    int t = 0;
    if (aStep == 1) {
      for (; t + LANES <= n; t += LANES) {
        sums = FloatVector.fromArray(FLOATS, a, aAt + t).fma(FloatVector.fromArray(FLOATS, b, bAt + t), sums);
      }
    }
    float sum = VectorMath.sum(sums);
    for (; t < n; t++) sum = Math.fma(a[aAt + t * aStep], b[bAt + t], sum);
    return sum;
  }
}
