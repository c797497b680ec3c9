package org.vitrail.kernels.softmax;

import static org.vitrail.kernels.math.Runs.first;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;
import static org.vitrail.kernels.math.Simd.loopBound;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.VectorMath;

/** Rows of floats on vectors, shared out among the threads; other types as the specification. */
public final class SoftmaxVector implements Softmax {
  private final Softmax scalar = new SoftmaxScalar();

  @Override public void softmax(View x, View y) {
    if (x.dtype() != DType.F32) {
      scalar.softmax(x, y);
      return;
    }
    int n = x.dim(-1);
    var in = x.floats();
    var out = y.floats();
    forEachRow(x, r -> {
      int xAt = x.offset() + r * n;
      int yAt = y.offset() + r * n;
      float sum = exp(in, xAt, Runs.peak(in, xAt, n), out, yAt, n);
      scale(out, yAt, 1 / sum, n);
    });
  }

  /** {@code y = exp(x − shift)}; returns the sum. */
  private static float exp(float[] x, int xAt, float shift, float[] y, int yAt, int n) {
    int whole = loopBound(n);
    float sum = expOfVectors(x, xAt, shift, y, yAt, whole);
    if (whole == n) return sum;
    var rest = Runs.padded(x, xAt + whole, n - whole, Float.NEGATIVE_INFINITY);
    sum += expOfVectors(rest, 0, shift, rest, 0, LANES);
    System.arraycopy(rest, 0, y, yAt + whole, n - whole);
    return sum;
  }

  private static float expOfVectors(float[] x, int xAt, float shift, float[] y, int yAt, int n) {
    var sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < n; i += LANES) {
      var e = VectorMath.exp(FloatVector.fromArray(FLOATS, x, xAt + i).sub(shift));
      e.intoArray(y, yAt + i);
      sum = sum.add(e);
    }
    return VectorMath.sum(sum);
  }

  /** {@code Σ exp(x − shift)}. */
  private static float sumOfExp(float[] x, int xAt, float shift, int n) {
    int whole = loopBound(n);
    float sum = sumOfExpOfVectors(x, xAt, shift, whole);
    if (whole == n) return sum;
    var rest = Runs.padded(x, xAt + whole, n - whole, Float.NEGATIVE_INFINITY);
    return sum + sumOfExpOfVectors(rest, 0, shift, LANES);
  }

  private static float sumOfExpOfVectors(float[] x, int xAt, float shift, int n) {
    var sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < n; i += LANES) {
      sum = sum.add(VectorMath.exp(FloatVector.fromArray(FLOATS, x, xAt + i).sub(shift)));
    }
    return VectorMath.sum(sum);
  }

  /** {@code y = factor·y}. */
  private static void scale(float[] y, int yAt, float factor, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) FloatVector.fromArray(FLOATS, y, yAt + i).mul(factor).intoArray(y, yAt + i);
    for (; i < n; i++) y[yAt + i] *= factor;
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
      float log = (float) Math.log(sumOfExp(x.floats(), xAt, max, n));
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
      logSoftmaxGrad(y.floats(), y.offset() + r * n, dy.floats(), dyAt, sum, dx.floats(), dx.offset() + r * n, n);
    });
  }

  private static void logSoftmaxGrad(float[] y, int yAt, float[] dy, int dyAt, float sum, float[] dx, int dxAt, int n) {
    var minusSum = FloatVector.broadcast(FLOATS, -sum);
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var p = VectorMath.exp(FloatVector.fromArray(FLOATS, y, yAt + i));
      p.fma(minusSum, FloatVector.fromArray(FLOATS, dy, dyAt + i)).intoArray(dx, dxAt + i);
    }
    if (i < n) {
      var rest = first(n - i);
      var p = VectorMath.exp(FloatVector.fromArray(FLOATS, y, yAt + i, rest));
      p.fma(minusSum, FloatVector.fromArray(FLOATS, dy, dyAt + i, rest)).intoArray(dx, dxAt + i, rest);
    }
  }

  @Override public void crossEntropy(View logits, View targets, double smoothing, int ignore, View loss, View lse) {
    if (logits.dtype() != DType.F32) {
      scalar.crossEntropy(logits, targets, smoothing, ignore, loss, lse);
      return;
    }
    int n = logits.dim(-1);
    var x = logits.floats();
    forEachRow(logits, r -> {
      int at = logits.offset() + r * n;
      int target = targets.ints()[targets.offset() + r];
      float max = Runs.peak(x, at, n);
      double normaliser = max + Math.log(sumOfExp(x, at, max, n));
      double smoothed = smoothing == 0 ? 0 : smoothing * (normaliser - Runs.sum(x, at, n) / n);
      lse.floats()[lse.offset() + r] = (float) normaliser;
      loss.floats()[loss.offset() + r] =
          target == ignore ? 0 : (float) ((1 - smoothing) * (normaliser - x[at + target]) + smoothed);
    });
  }

  @Override public void crossEntropyGrad(View logits, View targets, View lse, View dLoss, double smoothing, int ignore,
      View dLogits) {
    if (logits.dtype() != DType.F32) {
      scalar.crossEntropyGrad(logits, targets, lse, dLoss, smoothing, ignore, dLogits);
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
      double ofTarget = Math.exp(x[at + target] - (double) normaliser) - (1 - smoothing) - smoothing / n;
      crossEntropyGrad(x, at, normaliser, (float) (smoothing / n), d, dx, dAt, n);
      dx[dAt + target] = (float) (d * ofTarget);
    });
  }

  /** {@code dx = d·(exp(x − lse) − q)}. */
  private static void crossEntropyGrad(float[] x, int at, float lse, float q, float d, float[] dx, int dAt, int n) {
    int i = 0;
    for (; i < loopBound(n); i += LANES) {
      var p = VectorMath.exp(FloatVector.fromArray(FLOATS, x, at + i).sub(lse));
      p.sub(q).mul(d).intoArray(dx, dAt + i);
    }
    if (i < n) {
      var rest = first(n - i);
      var p = VectorMath.exp(FloatVector.fromArray(FLOATS, x, at + i, rest).sub(lse));
      p.sub(q).mul(d).intoArray(dx, dAt + i, rest);
    }
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
