package org.vitrail.kernels.conv;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.INTS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.vitrail.kernels.View;
import org.vitrail.kernels.math.Scratch;

/** The largest value of each window and where it stands, plane by plane, a vector of windows at a time. */
final class MaxPool {
  private final float[] x;
  private final int xAt;
  private final float[] y;
  private final int yAt;
  private final int[] where;
  private final int whereAt;
  private final Window window;
  private final PaddedPlane plane;
  private final int[] taps;
  /** The first column inside the picture that each window of a row sees. */
  private final int[] firstColumns;

  MaxPool(View x, Window window, View y, View where) {
    this.x = x.floats();
    xAt = x.offset();
    this.y = y.floats();
    yAt = y.offset();
    this.where = where.ints();
    whereAt = where.offset();
    this.window = window;
    plane = new PaddedPlane(window, window.padY(), window.padX(), x.dim(2), x.dim(3), y.dim(2), y.dim(3));
    taps = plane.tapOffsets();
    firstColumns = new int[plane.places()];
    for (int j = 0; j < plane.outX(); j++) {
      firstColumns[j] = firstInside(j * window.strideX() - window.padX(), window.dilationX());
    }
  }

  /** The first of {@code start}, {@code start + step}, … that is not negative. */
  private static int firstInside(int start, int step) {
    return start >= 0 ? start : start + Math.ceilDiv(-start, step) * step;
  }

  void plane(int number) {
    var padded = Scratch.PATCHES.floats(plane.floats());
    plane.fill(x, xAt + number * plane.height() * plane.width(), Float.NEGATIVE_INFINITY, padded);
    var values = Scratch.PLACES.floats(plane.places());
    var places = new int[LANES];
    for (int i = 0; i < plane.outY(); i++) {
      int at = (number * plane.outY() + i) * plane.outX();
      for (int j = 0; j < plane.outX(); j += LANES) {
        int n = Math.min(LANES, plane.outX() - j);
        pool(padded, i, j, values, places);
        System.arraycopy(values, 0, y, yAt + at + j, n);
        System.arraycopy(places, 0, where, whereAt + at + j, n);
      }
    }
  }

  /** The first largest value of each of the windows (i, j), (i, j + 1), …; the last NaN where there is one. */
  private void pool(float[] padded, int i, int j, float[] values, int[] places) {
    int top = i * window.strideY() - window.padY();
    int left = j * window.strideX() - window.padX();
    var steps = IntVector.zero(INTS).addIndex(window.strideX());
    var max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    var place = IntVector.fromArray(INTS, firstColumns, j).add(firstInside(top, window.dilationY()) * plane.width());
    int t = 0;
    for (int u = 0; u < window.kernelY(); u++) {
      for (int v = 0; v < window.kernelX(); v++) {
        var value = FloatVector.fromArray(FLOATS, padded, taps[t++] + i * plane.rowStep() + j);
        var wins = value.compare(GT, max).or(value.compare(NE, value));
        int corner = (top + u * window.dilationY()) * plane.width() + left + v * window.dilationX();
        max = max.blend(value, wins);
        place = place.blend(steps.add(corner), wins.cast(INTS));
      }
    }
    max.intoArray(values, 0);
    place.intoArray(places, 0);
  }
}
