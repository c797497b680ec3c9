package org.vitrail.kernels.reduce;

import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.reduce.Reductions.Kind;

/**
 * Reduces over the axis whose elements stand side by side, and maybe over others: every result is made of runs. They
 * are cut into pieces of one size and a piece into stretches; stretches and pieces are combined in double precision.
 */
record RunReduction(Kind kind, float[] x, int at, Positions kept, Positions runs, int n) {
  private static final int PIECE = 32 * 1024;
  private static final int STRETCH = 1024;

  /** Writes result k to {@code out[target.at(k)]}. */
  void run(float[] out, int outAt, Positions target) {
    int reduced = runs.count() * n;
    int pieces = (reduced + PIECE - 1) / PIECE;
    var parts = new double[pieces == 1 ? 0 : kept.count() * pieces];
    Workers.split(kept.count() * pieces, Math.min(reduced, PIECE), (first, end) -> {
      for (int i = first; i < end; i++) {
        int k = i / pieces;
        int start = i % pieces * PIECE;
        double part = reduce(at + kept.at(k), start, Math.min(reduced, start + PIECE));
        if (pieces == 1) out[outAt + target.at(k)] = (float) part;
        else parts[i] = part;
      }
    });
    for (int i = 0; i < parts.length; i += pieces) {
      double result = parts[i];
      for (int p = 1; p < pieces; p++) result = ReductionsScalar.combine(kind, result, parts[i + p]);
      out[outAt + target.at(i / pieces)] = (float) result;
    }
  }

  /** Elements {@code start} to {@code end} of the runs that begin at {@code from}. */
  private double reduce(int from, int start, int end) {
    double result = ReductionsScalar.neutral(kind);
    for (int i = start; i < end; ) {
      int column = i % n;
      int length = Math.min(STRETCH, Math.min(n - column, end - i));
      result = ReductionsScalar.combine(kind, result, stretch(from + runs.at(i / n) + column, length));
      i += length;
    }
    return result;
  }

  private double stretch(int from, int length) {
    return switch (kind) {
      case SUM -> Runs.sum(x, from, length);
      case MAX -> Runs.max(x, from, length);
      case MIN -> Runs.min(x, from, length);
      case PROD -> throw new IllegalArgumentException("products are taken in double precision");
    };
  }
}
