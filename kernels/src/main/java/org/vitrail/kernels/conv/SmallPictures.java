package org.vitrail.kernels.conv;

import java.util.Arrays;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.gemm.Gemm;
import org.vitrail.kernels.gemm.Gemm.Epilogue;
import org.vitrail.kernels.math.Scratch;

/**
 * Convolution of many pictures of few pixels, as one product of all of them with the matrix M of the whole map:
 * {@code Y += X·M}, {@code dX = dY·Mᵀ}, {@code dM = Xᵀ·dY}. M[(c, i), (o, p)] is the weight with which place p of the
 * window sees pixel i, 0 where it does not. In a gradient x, w or y stand for dx, dw or dy.
 */
final class SmallPictures {
  /** Pictures that are worth the making of M. */
  private static final int MANY = 32;
  /** How many times as many products as {@link PatchProduct} has, most of them with a weight of 0. */
  private static final int MORE = 3;
  /** Floats of M. */
  private static final int MOST = 1 << 20;

  private final Gemm gemm;
  private final View x;
  private final View w;
  private final View y;
  private final int plane;
  private final int places;
  private final int taps;
  /** For each pixel that a place sees: its number in the plane, that of the place, and that of the tap. */
  private final int[] seen;

  SmallPictures(Gemm gemm, View x, View w, View y, Window window) {
    this.gemm = gemm;
    this.x = x;
    this.w = w;
    this.y = y;
    plane = x.dim(2) * x.dim(3);
    places = y.dim(2) * y.dim(3);
    taps = window.kernelY() * window.kernelX();
    seen = seen(window, x.dim(2), x.dim(3), y.dim(2), y.dim(3));
  }

  /** Whether this is the better way. */
  static boolean are(View x, View w, View y, Window window) {
    int plane = x.dim(2) * x.dim(3);
    long map = (long) x.dim(1) * plane * y.dim(1) * y.dim(2) * y.dim(3);
    return window.groups() == 1 && x.dim(0) >= MANY && plane <= MORE * w.dim(2) * w.dim(3) && map <= MOST;
  }

  private static int[] seen(Window s, int height, int width, int outY, int outX) {
    var seen = new int[3 * outY * outX * s.kernelY() * s.kernelX()];
    int n = 0;
    for (int place = 0; place < outY * outX; place++) {
      for (int tap = 0; tap < s.kernelY() * s.kernelX(); tap++) {
        int i = place / outX * s.strideY() + tap / s.kernelX() * s.dilationY() - s.padY();
        int j = place % outX * s.strideX() + tap % s.kernelX() * s.dilationX() - s.padX();
        if (i < 0 || i >= height || j < 0 || j >= width) continue;
        seen[n++] = i * width + j;
        seen[n++] = place;
        seen[n++] = tap;
      }
    }
    return Arrays.copyOf(seen, n);
  }

  void forward() {
    gemm.multiply(rows(x), map(), rows(y), Epilogue.ACCUMULATE);
  }

  void inputGrad() {
    gemm.multiply(rows(y), transposed(map()), rows(x), Epilogue.NONE);
  }

  void weightGrad() {
    var map = room();
    gemm.multiply(transposed(rows(x)), rows(y), map, Epilogue.NONE);
    forEachPair((first, weight) -> {
      for (int tap = 0; tap < taps; tap++) w.floats()[weight + tap] = 0;
      for (int t = 0; t < seen.length; t += 3) {
        w.floats()[weight + seen[t + 2]] += map.floats()[first + seen[t] * map.dim(1) + seen[t + 1]];
      }
    });
  }

  /** M (channels·plane, outs·places). */
  private View map() {
    var map = room();
    Arrays.fill(map.floats(), 0, map.size(), 0);
    forEachPair((first, weight) -> {
      for (int t = 0; t < seen.length; t += 3) {
        map.floats()[first + seen[t] * map.dim(1) + seen[t + 1]] = w.floats()[weight + seen[t + 2]];
      }
    });
    return map;
  }

  private View room() {
    int rows = w.dim(1) * plane;
    int columns = w.dim(0) * places;
    return View.of(new Storage.Floats(Scratch.MAP.floats(rows * columns)), rows, columns);
  }

  /** What a channel of x has to do with one of y: its block of M begins at {@code first}, its weights at {@code weight}. */
  private interface Pair {
    void at(int first, int weight);
  }

  private void forEachPair(Pair pair) {
    int channels = w.dim(1);
    int outs = w.dim(0);
    Workers.run(channels, c -> {
      for (int o = 0; o < outs; o++) {
        pair.at(c * plane * outs * places + o * places, w.offset() + (o * channels + c) * taps);
      }
    });
  }

  /** Pictures (n, channels, height, width) as rows (n, channels·height·width). */
  private static View rows(View pictures) {
    int n = pictures.dim(0);
    int width = pictures.size() / n;
    return new View(pictures.storage(), pictures.offset(), new int[] {n, width}, new int[] {width, 1});
  }

  private static View transposed(View matrix) {
    return new View(matrix.storage(), matrix.offset(), new int[] {matrix.dim(1), matrix.dim(0)},
        new int[] {matrix.stride(1), matrix.stride(0)});
  }
}
