package org.vitrail.kernels.math;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums and extremes of floats that stand side by side, in an order that depends on their number alone.
 *
 * <p>The lanes are added where they are: these methods are inlined into kernels so long that the compiler inlines no
 * more helper of ours, and a vector handed to a method would be an object.
 */
public final class Runs {
  private Runs() {}

  /** {@code Σ x[i]}. */
  public static float sum(float[] x, int at, int n) {
    var s0 = FloatVector.zero(FLOATS);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, x, at + i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, x, at + i + LANES));
      s2 = s2.add(FloatVector.fromArray(FLOATS, x, at + i + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(FLOATS, x, at + i + 3 * LANES));
    }
    for (; i < loopBound(n); i += LANES) s0 = s0.add(FloatVector.fromArray(FLOATS, x, at + i));
    if (i < n) s1 = s1.add(FloatVector.fromArray(FLOATS, x, at + i, FLOATS.indexInRange(i, n)));
    var s = s0.add(s1).add(s2.add(s3));
    if (LANES == 16) s = s.add(s.rearrange(ROTATE_8));
    if (LANES >= 8) s = s.add(s.rearrange(ROTATE_4));
    s = s.add(s.rearrange(ROTATE_2));
    return s.lane(0) + s.lane(1);
  }

  /** {@code Σ (x[i] − centre)²}. */
  public static float squares(float[] x, int at, int n, float centre) {
    var s0 = FloatVector.zero(FLOATS);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      var d0 = FloatVector.fromArray(FLOATS, x, at + i).sub(centre);
      var d1 = FloatVector.fromArray(FLOATS, x, at + i + LANES).sub(centre);
      var d2 = FloatVector.fromArray(FLOATS, x, at + i + 2 * LANES).sub(centre);
      var d3 = FloatVector.fromArray(FLOATS, x, at + i + 3 * LANES).sub(centre);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
    }
    for (; i < loopBound(n); i += LANES) {
      var d = FloatVector.fromArray(FLOATS, x, at + i).sub(centre);
      s0 = d.fma(d, s0);
    }
    if (i < n) {
      var rest = FLOATS.indexInRange(i, n);
      var d = FloatVector.fromArray(FLOATS, x, at + i, rest).sub(centre, rest);
      s1 = d.fma(d, s1);
    }
    var s = s0.add(s1).add(s2.add(s3));
    if (LANES == 16) s = s.add(s.rearrange(ROTATE_8));
    if (LANES >= 8) s = s.add(s.rearrange(ROTATE_4));
    s = s.add(s.rearrange(ROTATE_2));
    return s.lane(0) + s.lane(1);
  }

  /** {@code Σ x[i]·y[i]}. */
  public static float dot(float[] x, int xAt, float[] y, int yAt, int n) {
    var s0 = FloatVector.zero(FLOATS);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      s0 = FloatVector.fromArray(FLOATS, x, xAt + i).fma(FloatVector.fromArray(FLOATS, y, yAt + i), s0);
      s1 = FloatVector.fromArray(FLOATS, x, xAt + i + LANES).fma(FloatVector.fromArray(FLOATS, y, yAt + i + LANES), s1);
      s2 = FloatVector.fromArray(FLOATS, x, xAt + i + 2 * LANES)
          .fma(FloatVector.fromArray(FLOATS, y, yAt + i + 2 * LANES), s2);
      s3 = FloatVector.fromArray(FLOATS, x, xAt + i + 3 * LANES)
          .fma(FloatVector.fromArray(FLOATS, y, yAt + i + 3 * LANES), s3);
    }
    for (; i < loopBound(n); i += LANES) {
      s0 = FloatVector.fromArray(FLOATS, x, xAt + i).fma(FloatVector.fromArray(FLOATS, y, yAt + i), s0);
    }
    if (i < n) {
      var rest = FLOATS.indexInRange(i, n);
      s1 = FloatVector.fromArray(FLOATS, x, xAt + i, rest).fma(FloatVector.fromArray(FLOATS, y, yAt + i, rest), s1);
    }
    var s = s0.add(s1).add(s2.add(s3));
    if (LANES == 16) s = s.add(s.rearrange(ROTATE_8));
    if (LANES >= 8) s = s.add(s.rearrange(ROTATE_4));
    s = s.add(s.rearrange(ROTATE_2));
    return s.lane(0) + s.lane(1);
  }

  /** The largest element; NaN where there is one. */
  public static float max(float[] x, int at, int n) {
    var m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    var m1 = m0;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      m0 = m0.max(FloatVector.fromArray(FLOATS, x, at + i));
      m1 = m1.max(FloatVector.fromArray(FLOATS, x, at + i + LANES));
    }
    for (; i < loopBound(n); i += LANES) m0 = m0.max(FloatVector.fromArray(FLOATS, x, at + i));
    if (i < n) {
      var rest = FLOATS.indexInRange(i, n);
      m1 = m1.lanewise(VectorOperators.MAX, FloatVector.fromArray(FLOATS, x, at + i, rest), rest);
    }
    return m0.max(m1).reduceLanes(VectorOperators.MAX);
  }

  /** The smallest element; NaN where there is one. */
  public static float min(float[] x, int at, int n) {
    var m0 = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY);
    var m1 = m0;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      m0 = m0.min(FloatVector.fromArray(FLOATS, x, at + i));
      m1 = m1.min(FloatVector.fromArray(FLOATS, x, at + i + LANES));
    }
    for (; i < loopBound(n); i += LANES) m0 = m0.min(FloatVector.fromArray(FLOATS, x, at + i));
    if (i < n) {
      var rest = FLOATS.indexInRange(i, n);
      m1 = m1.lanewise(VectorOperators.MIN, FloatVector.fromArray(FLOATS, x, at + i, rest), rest);
    }
    return m0.min(m1).reduceLanes(VectorOperators.MIN);
  }

  /** The largest element, whatever NaN there is: good enough to shift an exponential, and faster. */
  public static float peak(float[] x, int at, int n) {
    var m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    var m1 = m0;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      var a = FloatVector.fromArray(FLOATS, x, at + i);
      var b = FloatVector.fromArray(FLOATS, x, at + i + LANES);
      m0 = m0.blend(a, a.compare(GT, m0));
      m1 = m1.blend(b, b.compare(GT, m1));
    }
    for (; i < loopBound(n); i += LANES) {
      var a = FloatVector.fromArray(FLOATS, x, at + i);
      m0 = m0.blend(a, a.compare(GT, m0));
    }
    if (i < n) {
      var rest = FLOATS.indexInRange(i, n);
      var b = FloatVector.fromArray(FLOATS, x, at + i, rest);
      m1 = m1.blend(b, b.compare(GT, m1).and(rest));
    }
    return m0.max(m1).reduceLanes(VectorOperators.MAX);
  }

  /** {@code y[i] += x[i]}. */
  public static void add(float[] x, int xAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      FloatVector.fromArray(FLOATS, y, yAt + i).add(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) y[yAt + i] += x[xAt + i];
  }

  /** {@code y[i] += Σ_r x[r·step + i]}: four rows at a time, neighbours added first. */
  public static void addRows(float[] x, int xAt, int step, int rows, float[] y, int yAt, int n) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) addFourRows(x, xAt + r * step, step, y, yAt, n);
    for (; r < rows; r++) add(x, xAt + r * step, y, yAt, n);
  }

  private static void addFourRows(float[] x, int xAt, int step, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      int at = xAt + i;
      var a = FloatVector.fromArray(FLOATS, x, at).add(FloatVector.fromArray(FLOATS, x, at + step));
      var b = FloatVector.fromArray(FLOATS, x, at + 2 * step).add(FloatVector.fromArray(FLOATS, x, at + 3 * step));
      FloatVector.fromArray(FLOATS, y, yAt + i).add(a.add(b)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      float a = x[xAt + i] + x[xAt + step + i];
      float b = x[xAt + 2 * step + i] + x[xAt + 3 * step + i];
      y[yAt + i] += a + b;
    }
  }

  /** {@code y[i] = max(y[i], x[i])}. */
  public static void raise(float[] x, int xAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      FloatVector.fromArray(FLOATS, y, yAt + i).max(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) y[yAt + i] = Math.max(y[yAt + i], x[xAt + i]);
  }

  /** {@code y[i] = min(y[i], x[i])}. */
  public static void lower(float[] x, int xAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      FloatVector.fromArray(FLOATS, y, yAt + i).min(FloatVector.fromArray(FLOATS, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) y[yAt + i] = Math.min(y[yAt + i], x[xAt + i]);
  }

  /** Adds {@code count} rows of {@code n} floats into the first one, neighbours first, then sums of neighbours. */
  public static void fold(float[] rows, int count, int n) {
    for (int step = 1; step < count; step *= 2) {
      for (int r = 0; r + step < count; r += 2 * step) add(rows, (r + step) * n, rows, r * n, n);
    }
  }

  /** The sum of a vector in memory, halves added to halves; the memory is used up. */
  public static float sumOfLanes(float[] x, int at) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) x[at + i] += x[at + i + half];
    }
    return x[at];
  }
}
