package org.vitrail.kernels.reduce;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;

/** The specification: in row-major order of the input, in double precision. */
public final class ReductionsScalar implements Reductions {

  @Override public void reduce(Kind kind, View x, View out) {
    var sums = new double[out.size()];
    java.util.Arrays.fill(sums, neutral(kind));
    var target = View.of(out.storage(), out.shape());
    var strides = target.strides().clone();
    for (int axis = 0; axis < strides.length; axis++) if (out.shape()[axis] == 1) strides[axis] = 0;
    var spread = new View(out.storage(), 0, x.shape(), strides);
    for (var o = new Odometer(x, spread); o.hasCurrent(); o.advance()) {
      sums[o.at(1)] = combine(kind, sums[o.at(1)], x.storage().get(o.at(0)));
    }
    for (var o = new Odometer(out, target); o.hasCurrent(); o.advance()) out.storage().set(o.at(0), sums[o.at(1)]);
  }

  @Override public void arg(Kind kind, int axis, View x, View out) {
    var in = x.storage();
    var start = first(x, axis);
    for (var o = new Odometer(start, out); o.hasCurrent(); o.advance()) {
      int best = 0;
      for (int i = 1; i < x.dim(axis); i++) {
        double challenger = in.get(o.at(0) + i * x.stride(axis));
        double champion = in.get(o.at(0) + best * x.stride(axis));
        if (beats(kind, challenger, champion)) best = i;
      }
      out.storage().set(o.at(1), best);
    }
  }

  private static boolean beats(Kind kind, double challenger, double champion) {
    if (Double.isNaN(champion)) return false;
    return Double.isNaN(challenger) || (kind == Kind.MAX ? challenger > champion : challenger < champion);
  }

  @Override public void scan(Kind kind, int axis, View x, View out) {
    for (var o = new Odometer(first(x, axis), first(out, axis)); o.hasCurrent(); o.advance()) {
      double running = neutral(kind);
      for (int i = 0; i < x.dim(axis); i++) {
        running = combine(kind, running, x.storage().get(o.at(0) + i * x.stride(axis)));
        out.storage().set(o.at(1) + i * out.stride(axis), running);
      }
    }
  }

  @Override public void sort(boolean descending, View x, View values, View indices) {
    int axis = x.rank() - 1;
    for (var o = new Odometer(first(x, axis), first(values, axis), first(indices, axis)); o.hasCurrent(); o.advance()) {
      Storage in = x.storage();
      int start = o.at(0);
      Comparator<Integer> order = Comparator.comparingDouble(i -> in.get(start + i * x.stride(axis)));
      var sorted = IntStream.range(0, x.dim(axis)).boxed().sorted(descending ? order.reversed() : order).toList();
      for (int i = 0; i < sorted.size(); i++) {
        values.storage().set(o.at(1) + i * values.stride(axis), in.get(start + sorted.get(i) * x.stride(axis)));
        indices.storage().set(o.at(2) + i * indices.stride(axis), sorted.get(i));
      }
    }
  }

  /** The view of the first element along {@code axis}: that axis has size 1. */
  private static View first(View v, int axis) {
    var shape = v.shape().clone();
    shape[axis] = Math.min(1, shape[axis]);
    return new View(v.storage(), v.offset(), shape, v.strides());
  }

  static double neutral(Kind kind) {
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  static double combine(Kind kind, double x, double y) {
    return switch (kind) {
      case SUM -> x + y;
      case PROD -> x * y;
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
    };
  }
}
