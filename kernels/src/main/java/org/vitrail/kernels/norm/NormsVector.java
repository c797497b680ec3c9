package org.vitrail.kernels.norm;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;
import org.vitrail.kernels.math.VectorMath;

/**
 * Rows of floats on vectors, shared out among the threads; other types as the specification. The root-mean-square norm
 * is the layer norm around 0 instead of the mean.
 */
public final class NormsVector implements Norms {
  /** Rows whose parameter gradients are summed one after the other; such sums are then folded in pairs. */
  private static final int HEIGHT = 32;

  private final Norms scalar = new NormsScalar();

  @Override public void layerNorm(View x, View weight, View bias, double eps, View y, View mean, View rstd) {
    if (x.dtype() != DType.F32) scalar.layerNorm(x, weight, bias, eps, y, mean, rstd);
    else normalise(x, weight, bias, eps, y, mean, rstd);
  }

  @Override public void rmsNorm(View x, View weight, double eps, View y, View rstd) {
    if (x.dtype() != DType.F32) scalar.rmsNorm(x, weight, eps, y, rstd);
    else normalise(x, weight, null, eps, y, null, rstd);
  }

  /** {@code y = (x − m)·s·weight + bias}, m the mean of the row, or 0 where {@code mean} is null. */
  private static void normalise(View x, View weight, View bias, double eps, View y, View mean, View rstd) {
    int n = x.dim(-1);
    if (x.size() == 0) return;
    var in = x.floats();
    var w = Row.of(weight, n, 1);
    var b = Row.of(bias, n, 0);
    Workers.split(x.size() / n, n, (first, end) -> {
      for (int r = first; r < end; r++) {
        int at = x.offset() + r * n;
        float m = mean == null ? 0 : Runs.sum(in, at, n) / n;
        float s = (float) (1 / Math.sqrt(Runs.squares(in, at, n, m) / (double) n + eps));
        normaliseRow(in, at, m, s, w, b, y.floats(), y.offset() + r * n, n);
        if (mean != null) mean.floats()[mean.offset() + r] = m;
        rstd.floats()[rstd.offset() + r] = s;
      }
    });
  }

  private static void normaliseRow(float[] x, int at, float m, float s, Row w, Row b, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var h = FloatVector.fromArray(FLOATS, x, at + i).sub(m).mul(s);
      h.fma(w.load(i), b.load(i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) y[yAt + i] = Math.fma((x[at + i] - m) * s, w.get(i), b.get(i));
  }

  @Override public void layerNormGrad(View x, View weight, View mean, View rstd, View dy, View dx, View dWeight,
      View dBias) {
    if (x.dtype() != DType.F32) scalar.layerNormGrad(x, weight, mean, rstd, dy, dx, dWeight, dBias);
    else gradient(x, weight, mean, rstd, dy, dx, dWeight, dBias);
  }

  @Override public void rmsNormGrad(View x, View weight, View rstd, View dy, View dx, View dWeight) {
    if (x.dtype() != DType.F32) scalar.rmsNormGrad(x, weight, rstd, dy, dx, dWeight);
    else gradient(x, weight, null, rstd, dy, dx, dWeight, null);
  }

  /** The gradients of {@link #normalise}; dx is written last, as it may stand where dy or x did. */
  private static void gradient(View x, View weight, View mean, View rstd, View dy, View dx, View dWeight, View dBias) {
    int n = x.dim(-1);
    if (n == 0) return;
    int rows = x.size() / n;
    int blocks = Math.max(1, (rows + HEIGHT - 1) / HEIGHT);
    var w = Row.of(weight, n, 1);
    var sums = Scratch.NORM_SUMS.floats(blocks * 2 * n);
    Workers.split(blocks, HEIGHT * n, (first, end) -> {
      Arrays.fill(sums, first * 2 * n, end * 2 * n, 0);
      for (int r = first * HEIGHT; r < Math.min(rows, end * HEIGHT); r++) {
        int at = x.offset() + r * n;
        int dyAt = dy.offset() + r * n;
        float m = mean == null ? 0 : mean.floats()[mean.offset() + r];
        float s = rstd.floats()[rstd.offset() + r];
        int sumAt = r / HEIGHT * 2 * n;
        float meanG = mean == null || dx == null ? 0 : Runs.dot(dy.floats(), dyAt, w.array, w.at, n) / n;
        float meanGh = dx == null ? 0 : s * dotCentred(dy.floats(), dyAt, w, x.floats(), at, m, n) / n;
        if (dWeight != null) addWeightGradient(x.floats(), at, m, s, dy.floats(), dyAt, sums, sumAt, n);
        if (dBias != null) Runs.add(dy.floats(), dyAt, sums, sumAt + n, n);
        if (dx != null) {
          inputGradient(x.floats(), at, m, s, w, dy.floats(), dyAt, meanG, meanGh, dx.floats(), dx.offset() + r * n, n);
        }
      }
    });
    Runs.fold(sums, blocks, 2 * n);
    if (dWeight != null) System.arraycopy(sums, 0, dWeight.floats(), dWeight.offset(), n);
    if (dBias != null) System.arraycopy(sums, n, dBias.floats(), dBias.offset(), n);
  }

  /** {@code sum += dy·h}, {@code h = (x − m)·s}. */
  private static void addWeightGradient(float[] x, int at, float m, float s, float[] dy, int dyAt, float[] sum,
      int sumAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var h = FloatVector.fromArray(FLOATS, x, at + i).sub(m).mul(s);
      h.fma(FloatVector.fromArray(FLOATS, dy, dyAt + i), FloatVector.fromArray(FLOATS, sum, sumAt + i))
          .intoArray(sum, sumAt + i);
    }
    for (; i < n; i++) sum[sumAt + i] = Math.fma((x[at + i] - m) * s, dy[dyAt + i], sum[sumAt + i]);
  }

  /** {@code Σ dy·w·(x − m)}. */
  private static float dotCentred(float[] dy, int dyAt, Row w, float[] x, int at, float m, int n) {
    var s0 = FloatVector.zero(FLOATS);
    var s1 = s0;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      var g0 = FloatVector.fromArray(FLOATS, dy, dyAt + i).mul(w.load(i));
      var g1 = FloatVector.fromArray(FLOATS, dy, dyAt + i + LANES).mul(w.load(i + LANES));
      s0 = FloatVector.fromArray(FLOATS, x, at + i).sub(m).fma(g0, s0);
      s1 = FloatVector.fromArray(FLOATS, x, at + i + LANES).sub(m).fma(g1, s1);
    }
    for (; i < loopBound(n); i += LANES) {
      var g = FloatVector.fromArray(FLOATS, dy, dyAt + i).mul(w.load(i));
      s0 = FloatVector.fromArray(FLOATS, x, at + i).sub(m).fma(g, s0);
    }
    float rest = 0;
    for (; i < n; i++) rest += dy[dyAt + i] * w.get(i) * (x[at + i] - m);
    return VectorMath.sum(s0.add(s1)) + rest;
  }

  /** {@code dx = s·(dy·w − meanG − h·meanGh)}. */
  private static void inputGradient(float[] x, int at, float m, float s, Row w, float[] dy, int dyAt, float meanG,
      float meanGh, float[] dx, int dxAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var g = FloatVector.fromArray(FLOATS, dy, dyAt + i).mul(w.load(i));
      var h = FloatVector.fromArray(FLOATS, x, at + i).sub(m).mul(s);
      g.sub(meanG).sub(h.mul(meanGh)).mul(s).intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) {
      float h = (x[at + i] - m) * s;
      dx[dxAt + i] = s * (dy[dyAt + i] * w.get(i) - meanG - h * meanGh);
    }
  }

  /** n parameters that stand side by side. */
  private record Row(float[] array, int at) {

    /** Those of a view, or n times {@code otherwise} where it is null. */
    static Row of(View v, int n, float otherwise) {
      if (v != null) return new Row(v.floats(), v.offset());
      var array = new float[n];
      Arrays.fill(array, otherwise);
      return new Row(array, 0);
    }

    float get(int i) {
      return array[at + i];
    }

    FloatVector load(int i) {
      return FloatVector.fromArray(FLOATS, array, at + i);
    }
  }
}
