package org.vitrail.kernels.attention;

import java.util.Arrays;
import org.vitrail.kernels.View;

/** The specification: one query after the other with its whole row of scores, in double precision. */
public final class AttentionScalar implements Attention {

  @Override public void forward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m, View l) {
    int group = q.dim(1) / k.dim(1);
    for (int b = 0; b < q.dim(0); b++) {
      for (int h = 0; h < q.dim(1); h++) {
        for (int i = 0; i < q.dim(2); i++) {
          var s = scores(q, k, mask, scale, causal, b, h, h / group, i);
          var p = softmax(s);
          for (int d = 0; d < v.dim(3); d++) {
            double sum = 0;
            for (int j = 0; j < p.length; j++) sum += p[j] * at(v, b, h / group, j, d);
            put(o, b, h, i, d, sum);
          }
          put(m, b, h, i, max(s));
          put(l, b, h, i, sumOfExp(s));
        }
      }
    }
  }

  @Override public void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m,
      View l, View dO, View dq, View dk, View dv) {
    int group = q.dim(1) / k.dim(1);
    for (int b = 0; b < q.dim(0); b++) {
      for (int kv = 0; kv < k.dim(1); kv++) {
        var dK = new double[k.dim(2)][k.dim(3)];
        var dV = new double[v.dim(2)][v.dim(3)];
        for (int h = kv * group; h < (kv + 1) * group; h++) {
          for (int i = 0; i < q.dim(2); i++) {
            var p = softmax(scores(q, k, mask, scale, causal, b, h, kv, i));
            backwardRow(q, k, v, scale, p, dO, b, h, kv, i, dq, dK, dV);
          }
        }
        for (int j = 0; j < k.dim(2); j++) {
          for (int d = 0; d < k.dim(3); d++) put(dk, b, kv, j, d, dK[j][d]);
          for (int d = 0; d < v.dim(3); d++) put(dv, b, kv, j, d, dV[j][d]);
        }
      }
    }
  }

  private static void backwardRow(View q, View k, View v, double scale, double[] p, View dO, int b, int h, int kv,
      int i, View dq, double[][] dK, double[][] dV) {
    var dp = new double[p.length];
    double dot = 0;
    for (int j = 0; j < p.length; j++) {
      for (int d = 0; d < v.dim(3); d++) {
        dp[j] += at(dO, b, h, i, d) * at(v, b, kv, j, d);
        dV[j][d] += p[j] * at(dO, b, h, i, d);
      }
      dot += p[j] * dp[j];
    }
    var dQ = new double[q.dim(3)];
    for (int j = 0; j < p.length; j++) {
      double ds = scale * p[j] * (dp[j] - dot);
      for (int d = 0; d < dQ.length; d++) {
        dQ[d] += ds * at(k, b, kv, j, d);
        dK[j][d] += ds * at(q, b, h, i, d);
      }
    }
    for (int d = 0; d < dQ.length; d++) put(dq, b, h, i, d, dQ[d]);
  }

  private static double[] scores(View q, View k, View mask, double scale, boolean causal, int b, int h, int kv, int i) {
    var s = new double[k.dim(2)];
    for (int j = 0; j < s.length; j++) {
      for (int d = 0; d < q.dim(3); d++) s[j] += at(q, b, h, i, d) * at(k, b, kv, j, d);
      s[j] = scale * s[j] + (mask == null ? 0 : at(mask, b, h, i, j));
      if (causal && j > i) s[j] = Double.NEGATIVE_INFINITY;
    }
    return s;
  }

  private static double[] softmax(double[] s) {
    double max = max(s);
    double sum = sumOfExp(s);
    return Arrays.stream(s).map(x -> Math.exp(x - max) / sum).toArray();
  }

  private static double sumOfExp(double[] s) {
    double max = max(s);
    return Arrays.stream(s).map(x -> Math.exp(x - max)).sum();
  }

  private static double max(double[] s) {
    return Arrays.stream(s).max().orElse(Double.NEGATIVE_INFINITY);
  }

  private static double at(View v, int b, int h, int i, int d) {
    return v.storage().get(place(v, b, h, i, d));
  }

  private static void put(View v, int b, int h, int i, int d, double value) {
    v.storage().set(place(v, b, h, i, d), value);
  }

  private static void put(View v, int b, int h, int i, double value) {
    v.storage().set(v.offset() + b * v.stride(0) + h * v.stride(1) + i * v.stride(2), value);
  }

  private static int place(View v, int b, int h, int i, int d) {
    return v.offset() + b * v.stride(0) + h * v.stride(1) + i * v.stride(2) + d * v.stride(3);
  }
}
