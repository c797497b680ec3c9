package org.vitrail.kernels.attention;

import static org.vitrail.kernels.gemm.BlockProduct.panelFloats;

import java.util.Arrays;
import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.BlockProduct;
import org.vitrail.kernels.gemm.MatrixVector;
import org.vitrail.kernels.math.Scratch;

/**
 * Attention block by block with an online softmax (Dao 2023, FlashAttention-2, algorithm 1). For a block of queries,
 * each row keeps the largest score m so far and the sum l of exp(s − m); when a block of keys raises m, what was summed
 * is scaled by exp(m − m′).
 */
final class FlashForward {
  /** Up to this many queries the keys are read in place, by products with a vector: packing would cost more. */
  private static final int FEW = 4;

  private final Rows q;
  private final Rows k;
  private final Rows v;
  private final Rows o;
  private final View mask;
  private final View lse;
  private final float scale;
  private final boolean causal;
  private final int group;

  FlashForward(View q, View k, View v, View mask, float scale, boolean causal, View o, View lse) {
    this.q = Rows.of(q);
    this.k = Rows.of(k);
    this.v = Rows.of(v);
    this.o = Rows.of(o);
    this.mask = mask;
    this.lse = lse;
    this.scale = scale;
    this.causal = causal;
    group = q.dim(1) / k.dim(1);
  }

  /** Queries {@code from} to {@code to} of head h. */
  void run(int b, int h, int from, int to) {
    boolean few = to - from <= FEW;
    int visible = causal ? Math.min(k.positions(), to) : k.positions();
    var keys = few ? null : packKeys(b, h / group, visible);
    var values = few ? null : packValues(b, h / group, visible);
    for (int i = from; i < to; i += Scores.QUERIES) {
      int rows = Math.min(Scores.QUERIES, to - i);
      var max = Scratch.SCORE_ROWS.floats(2 * Scores.QUERIES);
      Arrays.fill(max, 0, rows, Float.NEGATIVE_INFINITY);
      Arrays.fill(max, Scores.QUERIES, Scores.QUERIES + rows, 0);
      for (int r = 0; r < rows; r++) Arrays.fill(o.array(), o.at(b, h, i + r), o.at(b, h, i + r) + o.width(), 0);
      int end = causal ? Math.min(visible, i + rows) : visible;
      for (int j = 0; j < end; j += Scores.KEYS) {
        int n = Math.min(Scores.KEYS, end - j);
        var s = Scratch.SCORES.floats(Scores.QUERIES * Scores.ROW);
        if (few) scoreFew(b, h, i, rows, j, n, s);
        else score(b, h, i, rows, j, n, keys, s);
        for (int r = 0; r < rows; r++) weigh(b, h, i + r, j, n, s, r, max);
        if (few) sumFew(b, h, i, rows, j, n, s);
        else sum(b, h, i, rows, j, n, values, Math.min(Scores.KEYS, visible - j), s);
      }
      for (int r = 0; r < rows; r++) finish(b, h, i + r, max[r], max[Scores.QUERIES + r]);
    }
  }

  /** Kᵀ (width, keys) in panels. */
  private float[] packKeys(int b, int kvHead, int visible) {
    var panels = Scratch.KEYS.floats(panelFloats(k.width(), visible));
    BlockProduct.pack(k.width(), visible, k.array(), k.at(b, kvHead, 0), 1, k.stride(), panels, 0);
    return panels;
  }

  /** V (keys, width), each block of keys in panels. */
  private float[] packValues(int b, int kvHead, int visible) {
    var panels = Scratch.VALUES.floats(panelFloats(visible, v.width()));
    for (int j = 0; j < visible; j += Scores.KEYS) {
      BlockProduct.pack(Math.min(Scores.KEYS, visible - j), v.width(), v.array(), v.at(b, kvHead, j), v.stride(), 1,
          panels, panelFloats(j, v.width()));
    }
    return panels;
  }

  /** {@code S = scale · Q·Kᵀ}. */
  private void score(int b, int h, int i, int rows, int j, int n, float[] keys, float[] s) {
    BlockProduct.multiply(rows, n, q.width(), scale, q.array(), q.at(b, h, i), q.stride(), 1, keys, j * k.width(),
        k.width(), null, 0, 0, s, 0, Scores.ROW);
  }

  private void scoreFew(int b, int h, int i, int rows, int j, int n, float[] s) {
    for (int r = 0; r < rows; r++) {
      MatrixVector.dots(n, k.width(), k.array(), k.at(b, h / group, j), k.stride(), q.array(), q.at(b, h, i + r),
          s, r * Scores.ROW);
      Scores.scale(s, r * Scores.ROW, n, scale);
    }
  }

  /** Turns row r of the scores into exp(s − m), and scales what was summed of o and l before. */
  private void weigh(int b, int h, int i, int j, int n, float[] s, int r, float[] max) {
    int at = r * Scores.ROW;
    Scores.mask(s, at, n, mask, b, h, i, j, causal);
    float m = Math.max(max[r], Scores.max(s, at, n));
    float base = m == Float.NEGATIVE_INFINITY ? 0 : m;
    float kept = (float) Math.exp(max[r] - base);
    float sum = Scores.exp(s, at, n, base);
    if (j > 0 && kept != 1) Scores.scale(o.array(), o.at(b, h, i), o.width(), kept);
    max[r] = m;
    max[Scores.QUERIES + r] = max[Scores.QUERIES + r] * kept + sum;
  }

  /** {@code O += P·V}. */
  private void sum(int b, int h, int i, int rows, int j, int n, float[] values, int depth, float[] s) {
    int at = o.at(b, h, i);
    BlockProduct.multiply(rows, o.width(), n, 1, s, 0, Scores.ROW, 1, values, panelFloats(j, v.width()),
        depth, o.array(), at, o.stride(), o.array(), at, o.stride());
  }

  private void sumFew(int b, int h, int i, int rows, int j, int n, float[] s) {
    for (int r = 0; r < rows; r++) {
      MatrixVector.addWeighted(n, v.width(), v.array(), v.at(b, h / group, j), v.stride(), s, r * Scores.ROW, 1,
          o.array(), o.at(b, h, i + r));
    }
  }

  /** {@code O = O / l}, {@code lse = m + log l}; a query that saw no key has l = 0 and gets NaN. */
  private void finish(int b, int h, int i, float m, float l) {
    Scores.scale(o.array(), o.at(b, h, i), o.width(), l == 0 ? Float.NaN : 1 / l);
    int at = lse.offset() + b * lse.stride(0) + h * lse.stride(1) + i * lse.stride(2);
    lse.floats()[at] = l == 0 ? Float.NaN : (float) (m + Math.log(l));
  }
}
