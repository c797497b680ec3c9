package org.vitrail.kernels.rotary;

import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Simd;

/** Floats row by row on vectors, lines of rows on all threads; other types as the specification. */
public final class RotaryVector implements Rotary {
  /** Elements of a task. */
  private static final int TASK = 16 * 1024;
  private static final VectorShuffle<Float> FIRST_TWICE = VectorShuffle.fromOp(FLOATS, lane -> lane / 2);
  private static final VectorShuffle<Float> LAST_TWICE = VectorShuffle.fromOp(FLOATS, lane -> (LANES + lane) / 2);
  private static final VectorShuffle<Float> PARTNER = VectorShuffle.fromOp(FLOATS, lane -> lane ^ 1);
  private static final FloatVector MINUS_PLUS =
      FloatVector.fromArray(FLOATS, new float[] {-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1}, 0);

  private final Rotary scalar = new RotaryScalar();

  @Override public void rotate(View x, View cos, View sin, boolean interleaved, View y) {
    if (x.dtype() != DType.F32 || x.rank() < 2) {
      scalar.rotate(x, cos, sin, interleaved, y);
    } else if (y.size() > 0) {
      int lines = y.size() / (y.dim(-1) * y.dim(-2));
      int share = Math.max(1, TASK / (y.dim(-1) * y.dim(-2)));
      Workers.run(Math.ceilDiv(lines, share), task -> {
        int end = Math.min(lines, (task + 1) * share);
        for (int line = task * share; line < end; line++) line(line, x, cos, sin, interleaved, y);
      });
    }
  }

  /** The rows along the last axis but one, at place {@code line} of the axes before. */
  private static void line(int line, View x, View cos, View sin, boolean interleaved, View y) {
    int n = cos.dim(-1);
    int xAt = place(x, line);
    int cosAt = place(cos, line);
    int sinAt = place(sin, line);
    int yAt = place(y, line);
    for (int row = 0; row < y.dim(-2); row++) {
      if (interleaved) neighbours(n, x.floats(), xAt, cos.floats(), cosAt, sin.floats(), sinAt, y.floats(), yAt);
      else halves(n, x.floats(), xAt, cos.floats(), cosAt, sin.floats(), sinAt, y.floats(), yAt);
      xAt += x.stride(-2);
      cosAt += cos.stride(-2);
      sinAt += sin.stride(-2);
      yAt += y.stride(-2);
    }
  }

  private static int place(View v, int line) {
    int at = v.offset();
    for (int axis = v.rank() - 3; axis >= 0; axis--) {
      at += line % v.dim(axis) * v.stride(axis);
      line /= v.dim(axis);
    }
    return at;
  }

  private static void halves(int n, float[] x, int xAt, float[] cos, int cosAt, float[] sin, int sinAt, float[] y,
      int yAt) {
    int i = 0;
    for (; i < Simd.loopBound(n); i += LANES) {
      var a = FloatVector.fromArray(FLOATS, x, xAt + i);
      var b = FloatVector.fromArray(FLOATS, x, xAt + n + i);
      var c = FloatVector.fromArray(FLOATS, cos, cosAt + i);
      var s = FloatVector.fromArray(FLOATS, sin, sinAt + i);
      a.mul(c).sub(b.mul(s)).intoArray(y, yAt + i);
      b.mul(c).add(a.mul(s)).intoArray(y, yAt + n + i);
    }
    for (; i < n; i++) turn(x[xAt + i], x[xAt + n + i], cos[cosAt + i], sin[sinAt + i], y, yAt + i, yAt + n + i);
  }

  private static void neighbours(int n, float[] x, int xAt, float[] cos, int cosAt, float[] sin, int sinAt, float[] y,
      int yAt) {
    int i = 0;
    for (; i < Simd.loopBound(n); i += LANES) {
      var c = FloatVector.fromArray(FLOATS, cos, cosAt + i);
      var s = FloatVector.fromArray(FLOATS, sin, sinAt + i);
      var first = FloatVector.fromArray(FLOATS, x, xAt + 2 * i);
      var last = FloatVector.fromArray(FLOATS, x, xAt + 2 * i + LANES);
      first.mul(c.rearrange(FIRST_TWICE))
          .add(first.rearrange(PARTNER).mul(MINUS_PLUS).mul(s.rearrange(FIRST_TWICE))).intoArray(y, yAt + 2 * i);
      last.mul(c.rearrange(LAST_TWICE))
          .add(last.rearrange(PARTNER).mul(MINUS_PLUS).mul(s.rearrange(LAST_TWICE))).intoArray(y, yAt + 2 * i + LANES);
    }
    for (; i < n; i++) {
      int pair = 2 * i;
      turn(x[xAt + pair], x[xAt + pair + 1], cos[cosAt + i], sin[sinAt + i], y, yAt + pair, yAt + pair + 1);
    }
  }

  private static void turn(float a, float b, float c, float s, float[] y, int first, int second) {
    y[first] = a * c - b * s;
    y[second] = b * c + a * s;
  }
}
