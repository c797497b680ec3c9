package org.vitrail.kernels.reduce;

import java.util.Arrays;
import org.vitrail.kernels.Axes;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;
import org.vitrail.kernels.elementwise.Elementwise;
import org.vitrail.kernels.math.Scratch;

/** Sums and extremes of floats on vectors and all threads; products and other types as the specification. */
public final class ReductionsVector implements Reductions {
  private final Reductions scalar = new ReductionsScalar();
  private final Elementwise elementwise;

  /** What does not stand side by side is copied by {@code elementwise} first. */
  public ReductionsVector(Elementwise elementwise) {
    this.elementwise = elementwise;
  }

  @Override public void reduce(Kind kind, View x, View out) {
    if (x.dtype() != DType.F32 || kind == Kind.PROD || x.size() < 2) {
      scalar.reduce(kind, x, out);
      return;
    }
    var axes = Axes.of(0, x, spread(x, out));
    int last = axes.rank() - 1;
    if (axes.stride(0, last) != 1) {
      var copy = View.of(new Storage.Floats(Scratch.REDUCE_INPUT.floats(x.size())), x.shape());
      elementwise.copy(x, copy);
      reduce(kind, copy, out);
      return;
    }
    var reduced = Positions.of(axes, 0, 1, true);
    var kept = Positions.of(axes, 0, 1, false);
    var target = Positions.of(axes, 1, 1, false);
    int n = axes.shape()[last];
    int step = axes.stride(1, last);
    if (step == 0) {
      new RunReduction(kind, x.floats(), x.offset(), kept, reduced, n).run(out.floats(), out.offset(), target);
    } else {
      new RowReduction(kind, x.floats(), x.offset(), kept, reduced, n).run(out.floats(), out.offset(), target, step);
    }
  }

  /** The view of {@code out} in the shape of x: stride 0 along the reduced axes. */
  private static View spread(View x, View out) {
    var strides = out.strides().clone();
    for (int axis = 0; axis < strides.length; axis++) if (out.dim(axis) == 1) strides[axis] = 0;
    return new View(out.storage(), out.offset(), x.shape(), strides);
  }

  @Override public void arg(Kind kind, int axis, View x, View out) {
    if (x.dtype() != DType.F32) {
      scalar.arg(kind, axis, x, out);
      return;
    }
    int stride = x.stride(axis);
    for (var o = new Odometer(first(x, axis), out); o.hasCurrent(); o.advance()) {
      out.ints()[o.at(1)] = arg(x.floats(), o.at(0), stride, x.dim(axis), kind == Kind.MAX ? 1 : -1);
    }
  }

  /** The first place of the largest {@code sign·x}; NaN counts as larger than all. */
  private static int arg(float[] x, int at, int stride, int n, float sign) {
    int best = 0;
    float champion = sign * x[at];
    for (int i = 1; i < n && champion == champion; i++) {
      float challenger = sign * x[at + i * stride];
      if (!(challenger <= champion)) {
        best = i;
        champion = challenger;
      }
    }
    return best;
  }

  @Override public void scan(Kind kind, int axis, View x, View out) {
    if (x.dtype() != DType.F32) {
      scalar.scan(kind, axis, x, out);
      return;
    }
    int n = x.dim(axis);
    for (var o = new Odometer(first(x, axis), first(out, axis)); o.hasCurrent(); o.advance()) {
      double running = ReductionsScalar.neutral(kind);
      for (int i = 0; i < n; i++) {
        running = ReductionsScalar.combine(kind, running, x.floats()[o.at(0) + i * x.stride(axis)]);
        out.floats()[o.at(1) + i * out.stride(axis)] = (float) running;
      }
    }
  }

  @Override public void sort(boolean descending, View x, View values, View indices) {
    if (x.dtype() != DType.F32) {
      scalar.sort(descending, x, values, indices);
      return;
    }
    int axis = x.rank() - 1;
    int n = x.dim(axis);
    var keys = new long[n];
    for (var o = new Odometer(first(x, axis), first(values, axis), first(indices, axis)); o.hasCurrent(); o.advance()) {
      for (int i = 0; i < n; i++) {
        int order = order(x.floats()[o.at(0) + i * x.stride(axis)]);
        keys[i] = (long) (descending ? ~order : order) << 32 | i;
      }
      Arrays.sort(keys);
      for (int i = 0; i < n; i++) {
        int order = (int) (keys[i] >> 32);
        values.floats()[o.at(1) + i * values.stride(axis)] = value(descending ? ~order : order);
        indices.ints()[o.at(2) + i * indices.stride(axis)] = (int) keys[i];
      }
    }
  }

  /** An integer that is ordered as the float is: −0 before 0, NaN last. */
  private static int order(float x) {
    int bits = Float.floatToIntBits(x);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private static float value(int order) {
    return Float.intBitsToFloat(order ^ (order >> 31 & Integer.MAX_VALUE));
  }

  /** The view of the first element along {@code axis}: that axis has size 1. */
  private static View first(View v, int axis) {
    var shape = v.shape().clone();
    shape[axis] = Math.min(1, shape[axis]);
    return new View(v.storage(), v.offset(), shape, v.strides());
  }
}
