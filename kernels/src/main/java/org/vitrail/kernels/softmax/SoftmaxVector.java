package org.vitrail.kernels.softmax;

import static org.vitrail.kernels.math.Exponentials.exp;
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

/** Rows of floats on vectors, shared out among the threads; other types as the specification. */
public final class SoftmaxVector implements Softmax {
  private final Softmax scalar = new SoftmaxScalar();

  @Override public void softmax(View x, View y) {
    if (x.dtype() != DType.F32) {
      scalar.softmax(x, y);
      return;
    }
    int n = x.dim(-1);
    forEachRow(x, r -> {
      int at = x.offset() + r * n;
      var e = Scratch.EXPONENTIALS.floats(n + 2 * LANES);
      float sum = exp(x.floats(), at, Runs.peak(x.floats(), at, n), e, n);
      scale(e, 1 / sum, y.floats(), y.offset() + r * n, n);
    });
  }

  /** {@code y = factor·e}. */
  private static void scale(float[] e, float factor, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) FloatVector.fromArray(FLOATS, e, i).mul(factor).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = e[i] * factor;
  }

  @Override public void softmaxGrad(View y, View dy, View dx) {
    if (y.dtype() != DType.F32) {
      scalar.softmaxGrad(y, dy, dx);
      return;
    }
    int n = y.dim(-1);
    forEachRow(y, r -> {
      int yAt = y.offset() + r * n;
      int dyAt = dy.offset() + r * n;
      float dot = Runs.dot(y.floats(), yAt, dy.floats(), dyAt, n);
      softmaxGrad(y.floats(), yAt, dy.floats(), dyAt, dot, dx.floats(), dx.offset() + r * n, n);
    });
  }

  private static void softmaxGrad(float[] y, int yAt, float[] dy, int dyAt, float dot, float[] dx, int dxAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var d = FloatVector.fromArray(FLOATS, dy, dyAt + i).sub(dot);
      d.mul(FloatVector.fromArray(FLOATS, y, yAt + i)).intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) dx[dxAt + i] = y[yAt + i] * (dy[dyAt + i] - dot);
  }

  @Override public void logSoftmax(View x, View y) {
    if (x.dtype() != DType.F32) {
      scalar.logSoftmax(x, y);
      return;
    }
    int n = x.dim(-1);
    forEachRow(x, r -> {
      int xAt = x.offset() + r * n;
      float max = Runs.peak(x.floats(), xAt, n);
      var e = Scratch.EXPONENTIALS.floats(n + 2 * LANES);
      float log = (float) Math.log(exp(x.floats(), xAt, max, e, n));
      subtract(x.floats(), xAt, max, log, y.floats(), y.offset() + r * n, n);
    });
  }

  /** {@code y = x − a − b}. */
  private static void subtract(float[] x, int xAt, float a, float b, float[] y, int yAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) FloatVector.fromArray(FLOATS, x, xAt + i).sub(a).sub(b).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] = x[xAt + i] - a - b;
  }

  @Override public void logSoftmaxGrad(View y, View dy, View dx) {
    if (y.dtype() != DType.F32) {
      scalar.logSoftmaxGrad(y, dy, dx);
      return;
    }
    int n = y.dim(-1);
    forEachRow(y, r -> {
      int dyAt = dy.offset() + r * n;
      float sum = Runs.sum(dy.floats(), dyAt, n);
      var p = Scratch.EXPONENTIALS.floats(n + 2 * LANES);
      exp(y.floats(), y.offset() + r * n, 0, p, n);
      logSoftmaxGrad(p, dy.floats(), dyAt, sum, dx.floats(), dx.offset() + r * n, n);
    });
  }

  private static void logSoftmaxGrad(float[] p, float[] dy, int dyAt, float sum, float[] dx, int dxAt, int n) {
    var minusSum = FloatVector.broadcast(FLOATS, -sum);
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      FloatVector.fromArray(FLOATS, p, i).fma(minusSum, FloatVector.fromArray(FLOATS, dy, dyAt + i))
          .intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) dx[dxAt + i] = Math.fma(p[i], -sum, dy[dyAt + i]);
  }

  @Override public void crossEntropy(View logits, View targets, double smoothing, double z, int ignore, View loss,
      View lse) {
    if (logits.dtype() != DType.F32) {
      scalar.crossEntropy(logits, targets, smoothing, z, ignore, loss, lse);
      return;
    }
    int n = logits.dim(-1);
    var x = logits.floats();
    forEachRow(logits, r -> {
      int at = logits.offset() + r * n;
      int target = targets.ints()[targets.offset() + r];
      double mean = smoothing == 0 ? 0 : Runs.sum(x, at, n) / n;
      float max = Runs.peak(x, at, n);
      double normaliser = max + Math.log(exp(x, at, max, Scratch.EXPONENTIALS.floats(n + 2 * LANES), n));
      double smoothed = smoothing == 0 ? 0 : smoothing * (normaliser - mean);
      double squared = z == 0 ? 0 : z * normaliser * normaliser;
      lse.floats()[lse.offset() + r] = (float) normaliser;
      loss.floats()[loss.offset() + r] = target == ignore ? 0
          : (float) ((1 - smoothing) * (normaliser - x[at + target]) + smoothed + squared);
    });
  }

  @Override public void crossEntropyGrad(View logits, View targets, View lse, View dLoss, double smoothing, double z,
      int ignore,
      View dLogits) {
    if (logits.dtype() != DType.F32) {
      scalar.crossEntropyGrad(logits, targets, lse, dLoss, smoothing, z, ignore, dLogits);
      return;
    }
    int n = logits.dim(-1);
    var x = logits.floats();
    var dx = dLogits.floats();
    forEachRow(logits, r -> {
      int at = logits.offset() + r * n;
      int dAt = dLogits.offset() + r * n;
      int target = targets.ints()[targets.offset() + r];
      if (target == ignore) {
        Arrays.fill(dx, dAt, dAt + n, 0);
        return;
      }
      float normaliser = lse.floats()[lse.offset() + r];
      float d = dLoss.floats()[dLoss.offset() + r];
      double pull = z == 0 ? 1 : 1 + 2 * z * normaliser;
      double ofTarget = pull * Math.exp(x[at + target] - (double) normaliser) - (1 - smoothing) - smoothing / n;
      var p = Scratch.EXPONENTIALS.floats(n + 2 * LANES);
      exp(x, at, normaliser, p, n);
      crossEntropyGrad(p, (float) pull, (float) (smoothing / n), d, dx, dAt, n);
      dx[dAt + target] = (float) (d * ofTarget);
    });
  }

  /** {@code dx = d·(a·p − q)}. */
  private static void crossEntropyGrad(float[] p, float a, float q, float d, float[] dx, int dAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      FloatVector.fromArray(FLOATS, p, i).mul(a).sub(q).mul(d).intoArray(dx, dAt + i);
    }
    for (; i < n; i++) dx[dAt + i] = (p[i] * a - q) * d;
  }

  private interface Row {
    void run(int r);
  }

  private static void forEachRow(View x, Row row) {
    int n = x.dim(-1);
    if (x.size() == 0) return;
    Workers.split(x.size() / n, n, (first, end) -> {
      for (int r = first; r < end; r++) row.run(r);
    });
  }
}
