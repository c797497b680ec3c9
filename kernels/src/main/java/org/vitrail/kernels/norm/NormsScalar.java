package org.vitrail.kernels.norm;

import org.vitrail.kernels.View;

/** The specification: row by row, in double precision. */
public final class NormsScalar implements Norms {

  @Override public void layerNorm(View x, View weight, View bias, double eps, View y, View mean, View rstd) {
    int n = x.dim(-1);
    int heads = Heads.of(weight);
    for (int r = 0; r < x.size() / n; r++) {
      var row = row(x, heads, r);
      var out = row(y, heads, r);
      int head = r % heads * n;
      double sum = 0;
      for (int i = 0; i < n; i++) sum += at(row, i);
      double m = sum / n;
      double squares = 0;
      for (int i = 0; i < n; i++) squares += (at(row, i) - m) * (at(row, i) - m);
      double s = 1 / Math.sqrt(squares / n + eps);
      for (int i = 0; i < n; i++) put(out, i, (at(row, i) - m) * s * or(weight, head + i, 1) + or(bias, head + i, 0));
      put(mean, r, m);
      put(rstd, r, s);
    }
  }

  private static View row(View v, int heads, int r) {
    return new View(v.storage(), Heads.at(v, heads, r), new int[] {v.dim(-1)}, new int[] {1});
  }

  @Override public void layerNormGrad(View x, View weight, View mean, View rstd, View dy, View dResidual, View dx,
      View dWeight, View dBias) {
    int n = x.dim(-1);
    int heads = Heads.of(weight);
    var dW = new double[heads * n];
    var dB = new double[heads * n];
    for (int r = 0; r < x.size() / n; r++) {
      var row = row(x, heads, r);
      var slope = row(dy, heads, r);
      int head = r % heads * n;
      double s = at(rstd, r);
      double sumG = 0;
      double sumGh = 0;
      for (int i = 0; i < n; i++) {
        double h = (at(row, i) - at(mean, r)) * s;
        double g = at(slope, i) * or(weight, head + i, 1);
        sumG += g;
        sumGh += g * h;
        dW[head + i] += at(slope, i) * h;
        dB[head + i] += at(slope, i);
      }
      if (dx == null) continue;
      var out = row(dx, heads, r);
      for (int i = 0; i < n; i++) {
        double h = (at(row, i) - at(mean, r)) * s;
        double g = at(slope, i) * or(weight, head + i, 1);
        put(out, i, s * (g - sumG / n - h * sumGh / n) + or(dResidual, r * n + i, 0));
      }
    }
    for (int i = 0; dWeight != null && i < heads * n; i++) put(dWeight, i, dW[i]);
    for (int i = 0; dBias != null && i < heads * n; i++) put(dBias, i, dB[i]);
  }

  @Override public void rmsNorm(View x, View weight, double eps, View y, View rstd) {
    int n = x.dim(-1);
    for (int r = 0; r < x.size() / n; r++) {
      double squares = 0;
      for (int i = 0; i < n; i++) squares += at(x, r * n + i) * at(x, r * n + i);
      double s = 1 / Math.sqrt(squares / n + eps);
      for (int i = 0; i < n; i++) put(y, r * n + i, at(x, r * n + i) * s * or(weight, i, 1));
      put(rstd, r, s);
    }
  }

  @Override public void rmsNormGrad(View x, View weight, View rstd, View dy, View dResidual, View dx, View dWeight) {
    int n = x.dim(-1);
    var dW = new double[n];
    for (int r = 0; r < x.size() / n; r++) {
      double s = at(rstd, r);
      double sumGh = 0;
      for (int i = 0; i < n; i++) {
        double h = at(x, r * n + i) * s;
        sumGh += at(dy, r * n + i) * or(weight, i, 1) * h;
        dW[i] += at(dy, r * n + i) * h;
      }
      for (int i = 0; dx != null && i < n; i++) {
        double h = at(x, r * n + i) * s;
        double g = at(dy, r * n + i) * or(weight, i, 1);
        put(dx, r * n + i, s * (g - h * sumGh / n) + or(dResidual, r * n + i, 0));
      }
    }
    for (int i = 0; dWeight != null && i < n; i++) put(dWeight, i, dW[i]);
  }

  private static double at(View v, int i) {
    return v.storage().get(v.offset() + i);
  }

  private static double or(View v, int i, double otherwise) {
    return v == null ? otherwise : at(v, i);
  }

  private static void put(View v, int i, double value) {
    v.storage().set(v.offset() + i, value);
  }
}
