package org.vitrail.kernels.attention;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.MAX;
import static org.vitrail.kernels.math.Simd.FLOATS;
import static org.vitrail.kernels.math.Simd.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.vitrail.kernels.gemm.MatrixVector;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/**
 * Attention of one query after the other, each with its whole row of scores: where queries are so few that copying the
 * keys would cost more than reading them in place for each.
 */
record FewQueries(Inputs in, Rows o, PerQuery max, PerQuery sum) {
  /** How many are few. */
  static final int FEW = 4;

  /** All queries of head h, which reads the given kv head. */
  void run(int b, int h, int kvHead) {
    for (int i = 0; i < o.positions(); i++) attend(b, h, kvHead, i);
  }

  private void attend(int b, int h, int kvHead, int i) {
    int n = in.visible(i + 1);
    var s = Scratch.SCORES.floats(Dense.padded(n));
    score(b, h, kvHead, i, n, s);
    float m = largest(s, n);
    float l = weigh(s, n, m);
    int at = o.at(b, h, i);
    Arrays.fill(o.array(), at, at + o.width(), 0);
    MatrixVector.addWeighted(n, o.width(), in.v().array(), in.v().at(b, kvHead, 0), in.v().stride(), s, 0, 1,
        o.array(), at);
    Rows.scale(o.width(), 1 / l, o.array(), at, o.array(), at);
    max.put(b, h, i, m);
    sum.put(b, h, i, l == 0 ? Float.NaN : l);
  }

  /** {@code s = scale·q·kᵀ + mask}, then −∞ up to whole vectors. */
  private void score(int b, int h, int kvHead, int i, int n, float[] s) {
    MatrixVector.dots(n, in.k().width(), in.k().array(), in.k().at(b, kvHead, 0), in.k().stride(),
        in.q().array(), in.q().at(b, h, i), s, 0);
    Rows.scale(n, in.scale(), s, 0, s, 0);
    if (in.mask() != null) {
      int at = in.mask().at(b, h, i);
      for (int j = 0; j < n; j++) s[j] += in.mask().array()[at + j * in.mask().step()];
    }
    Arrays.fill(s, n, Dense.padded(n), Float.NEGATIVE_INFINITY);
  }

  /** The largest score; NaN loses. */
  private static float largest(float[] s, int n) {
    var max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < n; c += LANES) {
      var x = FloatVector.fromArray(FLOATS, s, c);
      max = max.blend(x, x.compare(GT, max));
    }
    return max.reduceLanes(MAX);
  }

  /** {@code s = exp(s − m)}; returns the sum. */
  private static float weigh(float[] s, int n, float m) {
    var max = Scratch.ROW_MAX.floats(LANES);
    var sum = Scratch.ROW_SUM.floats(LANES);
    Arrays.fill(max, 0, LANES, m);
    Arrays.fill(sum, 0, LANES, 0);
    Scores.exp(s, 0, LANES, Dense.padded(n) / LANES, max, 0, sum, 0);
    return Runs.sumOfLanes(sum, 0);
  }
}
