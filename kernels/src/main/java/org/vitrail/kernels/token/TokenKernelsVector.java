package org.vitrail.kernels.token;

import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;
import org.vitrail.kernels.elementwise.InPlace;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.gemm.MatrixVector;
import org.vitrail.kernels.math.Exponentials;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/** SIMD. */
final class TokenKernelsVector implements TokenKernels {
  @Override public void rmsNorm(float[] x, int at, int n, float[] weight, float eps, float[] y, int yAt) {
    float rstd = (float) (1 / Math.sqrt(Runs.squares(x, at, n, 0) / n + eps));
    for (int i = 0; i < n; i++) y[yAt + i] = x[at + i] * rstd * weight[i];
  }

  @Override public void layerNorm(float[] x, int at, int n, float[] weight, float[] bias, float eps, float[] y,
      int yAt) {
    float mean = Runs.sum(x, at, n) / n;
    float rstd = (float) (1 / Math.sqrt(Runs.squares(x, at, n, mean) / n + eps));
    for (int i = 0; i < n; i++) y[yAt + i] = (x[at + i] - mean) * rstd * weight[i];
    if (bias != null) for (int i = 0; i < n; i++) y[yAt + i] += bias[i];
  }

  @Override public Function function(Unary f, double a) {
    var function = InPlace.of(f, a);
    return (x, at, n) -> function.apply(x, at, n, 1, n);
  }

  @Override public void attend(int heads, int width, float scale, float[] q, int qAt, float[] keys, int keysAt,
      float[] values, int valuesAt, int count, float[] out, int outAt) {
    var scores = Scratch.SCORES.floats(count);
    var weights = Scratch.EXPONENTIALS.floats(count + 2 * LANES);
    for (int h = 0; h < heads; h++) {
      int o = outAt + h * width;
      MatrixVector.dots(count, width, keys, keysAt, width, q, qAt + h * width, scores, 0);
      for (int t = 0; t < count; t++) scores[t] *= scale;
      float sum = Exponentials.exp(scores, 0, Runs.peak(scores, 0, count), weights, count);
      Arrays.fill(out, o, o + width, 0);
      MatrixVector.addWeighted(count, width, values, valuesAt, width, weights, 0, 1, out, o);
      for (int i = o; i < o + width; i++) out[i] /= sum;
    }
  }
}
