package org.vitrail.kernels.norm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;
import static org.vitrail.kernels.math.VectorMath.ROTATE_2;
import static org.vitrail.kernels.math.VectorMath.ROTATE_4;
import static org.vitrail.kernels.math.VectorMath.ROTATE_8;

import jdk.incubator.vector.FloatVector;

/** One row of n floats: its normal form {@code h = (x − m)·s}, and the way back. */
final class NormRows {
  private NormRows() {}

  /** {@code y = h·w + b}. */
  static void normalise(float[] x, int at, float m, float s, Row w, Row b, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var h = FloatVector.fromArray(FLOATS, x, at + i).sub(m).mul(s);
      h.fma(FloatVector.fromArray(FLOATS, w.array(), w.at() + i), FloatVector.fromArray(FLOATS, b.array(), b.at() + i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) y[yAt + i] = Math.fma((x[at + i] - m) * s, w.get(i), b.get(i));
  }

  /** Adds {@code dy·h} and {@code dy} to the 2n sums at {@code sumAt}; returns {@code Σ dy·w·h}. */
  static float sums(float[] x, int at, float m, float s, Row w, float[] dy, int dyAt, float[] sums, int sumAt, int n) {
    var sumGh = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var d = FloatVector.fromArray(FLOATS, dy, dyAt + i);
      var dh = FloatVector.fromArray(FLOATS, x, at + i).sub(m).mul(s).mul(d);
      sumGh = dh.fma(FloatVector.fromArray(FLOATS, w.array(), w.at() + i), sumGh);
      FloatVector.fromArray(FLOATS, sums, sumAt + i).add(dh).intoArray(sums, sumAt + i);
      FloatVector.fromArray(FLOATS, sums, sumAt + n + i).add(d).intoArray(sums, sumAt + n + i);
    }
    float rest = 0;
    for (; i < n; i++) {
      float dh = (x[at + i] - m) * s * dy[dyAt + i];
      rest += dh * w.get(i);
      sums[sumAt + i] += dh;
      sums[sumAt + n + i] += dy[dyAt + i];
    }
    if (LANES == 16) sumGh = sumGh.add(sumGh.rearrange(ROTATE_8));
    if (LANES >= 8) sumGh = sumGh.add(sumGh.rearrange(ROTATE_4));
    sumGh = sumGh.add(sumGh.rearrange(ROTATE_2));
    return sumGh.lane(0) + sumGh.lane(1) + rest;
  }

  /** {@code dx = s·(dy·w − meanG − h·meanGh) + past}, without the last term where {@code past} is null. */
  static void inputGradient(float[] x, int at, float m, float s, Row w, float[] dy, int dyAt, float meanG, float meanGh,
      float[] past, int pastAt, float[] dx, int dxAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var g = FloatVector.fromArray(FLOATS, dy, dyAt + i).mul(FloatVector.fromArray(FLOATS, w.array(), w.at() + i));
      var h = FloatVector.fromArray(FLOATS, x, at + i).sub(m).mul(s);
      var d = g.sub(meanG).sub(h.mul(meanGh)).mul(s);
      if (past != null) d = d.add(FloatVector.fromArray(FLOATS, past, pastAt + i));
      d.intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) {
      float h = (x[at + i] - m) * s;
      float d = s * (dy[dyAt + i] * w.get(i) - meanG - h * meanGh);
      dx[dxAt + i] = past == null ? d : d + past[pastAt + i];
    }
  }
}
