package org.vitrail.kernels.token;

import java.util.Arrays;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.kernels.math.Scratch;

/** The specification: plain loops, sums in F64. */
final class TokenKernelsScalar implements TokenKernels {

  @Override public void rmsNorm(float[] x, int at, int n, float[] weight, float eps, float[] y, int yAt) {
    double squares = 0;
    for (int i = 0; i < n; i++) squares += (double) x[at + i] * x[at + i];
    double rstd = 1 / Math.sqrt(squares / n + eps);
    for (int i = 0; i < n; i++) y[yAt + i] = (float) (x[at + i] * rstd * weight[i]);
  }

  @Override public void layerNorm(float[] x, int at, int n, float[] weight, float[] bias, float eps, float[] y,
      int yAt) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += x[at + i];
    double mean = sum / n;
    double squares = 0;
    for (int i = 0; i < n; i++) squares += (x[at + i] - mean) * (x[at + i] - mean);
    double rstd = 1 / Math.sqrt(squares / n + eps);
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) ((x[at + i] - mean) * rstd * weight[i] + (bias == null ? 0 : bias[i]));
    }
  }

  @Override public Function function(Unary f, double a) {
    return (x, at, n) -> {
      for (int i = at; i < at + n; i++) x[i] = (float) f.apply(x[i], a, 0);
    };
  }

  @Override public void attend(int heads, int width, float scale, float[] q, int qAt, float[] keys, int keysAt,
      float[] values, int valuesAt, int count, float[] out, int outAt) {
    var weights = Scratch.SCORES.floats(count);
    for (int h = 0; h < heads; h++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int t = 0; t < count; t++) {
        double dot = 0;
        for (int i = 0; i < width; i++) dot += (double) q[qAt + h * width + i] * keys[keysAt + t * width + i];
        weights[t] = (float) (dot * scale);
        max = Math.max(max, weights[t]);
      }
      double sum = 0;
      for (int t = 0; t < count; t++) {
        weights[t] = (float) Math.exp(weights[t] - max);
        sum += weights[t];
      }
      Arrays.fill(out, outAt + h * width, outAt + (h + 1) * width, 0);
      for (int t = 0; t < count; t++) {
        float weight = (float) (weights[t] / sum);
        for (int i = 0; i < width; i++) out[outAt + h * width + i] += weight * values[valuesAt + t * width + i];
      }
    }
  }
}
