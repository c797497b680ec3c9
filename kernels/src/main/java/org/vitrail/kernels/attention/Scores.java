package org.vitrail.kernels.attention;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.MAX;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.View;
import org.vitrail.kernels.math.VectorMath;

/**
 * A block of scores: {@link #QUERIES} rows, {@link #KEYS} columns and a gap, so that a column does not fall into one
 * set of the cache. Rows are padded with −∞ to whole vectors.
 */
final class Scores {
  static final int QUERIES = 112;
  static final int KEYS = 256;
  static final int ROW = KEYS + LANES;

  private Scores() {}

  /** Adds the mask to row i of a block whose first column is key j, hides what lies after the last visible key. */
  static void mask(float[] s, int at, int keys, View mask, int b, int h, int i, int j, boolean causal) {
    if (mask != null) addMask(s, at, keys, mask, b, h, i, j);
    int visible = causal ? Math.clamp(i + 1L - j, 0, keys) : keys;
    Arrays.fill(s, at + visible, at + padded(keys), Float.NEGATIVE_INFINITY);
  }

  private static void addMask(float[] s, int at, int keys, View mask, int b, int h, int i, int j) {
    var m = mask.floats();
    int step = mask.stride(3);
    int mAt = mask.offset() + b * mask.stride(0) + h * mask.stride(1) + i * mask.stride(2) + j * step;
    int c = 0;
    if (step == 1) {
      for (; c < loopBound(keys); c += LANES) {
        FloatVector.fromArray(FLOATS, s, at + c).add(FloatVector.fromArray(FLOATS, m, mAt + c)).intoArray(s, at + c);
      }
    }
    for (; c < keys; c++) s[at + c] += m[mAt + c * step];
  }

  /** {@code n} rounded up to whole vectors. */
  static int padded(int n) {
    return loopBound(n + LANES - 1);
  }

  /** The largest score of a row; NaN loses. */
  static float max(float[] s, int at, int keys) {
    var max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < keys; c += LANES) {
      var x = FloatVector.fromArray(FLOATS, s, at + c);
      max = max.blend(x, x.compare(GT, max));
    }
    return max.reduceLanes(MAX);
  }

  /** {@code s = exp(s − base)}, padding included; returns the sum. */
  static float exp(float[] s, int at, int keys, float base) {
    var sum = FloatVector.zero(FLOATS);
    for (int c = 0; c < keys; c += LANES) {
      var p = VectorMath.exp(FloatVector.fromArray(FLOATS, s, at + c).sub(base));
      p.intoArray(s, at + c);
      sum = sum.add(p);
    }
    return VectorMath.sum(sum);
  }

  /** {@code s = p = exp(s − lse)}, {@code dp = ds = p·(dp − dot)}. */
  static void gradient(float[] s, float[] dp, int at, int keys, float lse, float dot) {
    for (int c = 0; c < keys; c += LANES) {
      var p = VectorMath.exp(FloatVector.fromArray(FLOATS, s, at + c).sub(lse));
      p.intoArray(s, at + c);
      FloatVector.fromArray(FLOATS, dp, at + c).sub(dot).mul(p).intoArray(dp, at + c);
    }
  }

  /** {@code x = factor·x}. */
  static void scale(float[] x, int at, int n, float factor) {
    int c = 0;
    for (; c < loopBound(n); c += LANES) FloatVector.fromArray(FLOATS, x, at + c).mul(factor).intoArray(x, at + c);
    for (; c < n; c++) x[at + c] *= factor;
  }
}
