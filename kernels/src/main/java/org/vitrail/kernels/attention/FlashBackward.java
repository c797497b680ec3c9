package org.vitrail.kernels.attention;

import static org.vitrail.kernels.gemm.BlockProduct.panelFloats;

import org.vitrail.kernels.View;
import org.vitrail.kernels.gemm.BlockProduct;
import org.vitrail.kernels.gemm.MatrixVector;
import org.vitrail.kernels.math.Scratch;

/**
 * The gradient of attention block by block (Dao 2023, FlashAttention-2, algorithm 2): the weights are computed again
 * from lse. One task has all heads that read one kv head, so that dk and dv are summed in a fixed order.
 */
final class FlashBackward {
  private final Rows q;
  private final Rows k;
  private final Rows v;
  private final Rows o;
  private final Rows dO;
  private final Rows dq;
  private final Rows dk;
  private final Rows dv;
  private final View mask;
  private final View lse;
  private final float scale;
  private final boolean causal;
  private final int group;

  FlashBackward(View q, View k, View v, View mask, float scale, boolean causal, View o, View lse, View dO, View dq,
      View dk, View dv) {
    this.q = Rows.of(q);
    this.k = Rows.of(k);
    this.v = Rows.of(v);
    this.o = Rows.of(o);
    this.dO = Rows.of(dO);
    this.dq = Rows.of(dq);
    this.dk = Rows.of(dk);
    this.dv = Rows.of(dv);
    this.mask = mask;
    this.lse = lse;
    this.scale = scale;
    this.causal = causal;
    group = q.dim(1) / k.dim(1);
  }

  /** Everything that one kv head takes part in. */
  void run(int b, int kvHead) {
    dk.fillZero(b, kvHead);
    dv.fillZero(b, kvHead);
    var keys = Scratch.KEYS.floats(panelFloats(k.positions(), k.width()));
    packBlocks(k, b, kvHead, Scores.KEYS, keys);
    var keysTransposed = Scratch.KEYS_TRANSPOSED.floats(panelFloats(k.width(), k.positions()));
    packTransposed(k, b, kvHead, keysTransposed);
    var valuesTransposed = Scratch.VALUES.floats(panelFloats(v.width(), v.positions()));
    packTransposed(v, b, kvHead, valuesTransposed);
    for (int h = kvHead * group; h < (kvHead + 1) * group; h++) {
      addHead(b, kvHead, h, keys, keysTransposed, valuesTransposed);
    }
  }

  /** Each block of {@code size} positions in panels. */
  private static void packBlocks(Rows x, int b, int h, int size, float[] panels) {
    for (int i = 0; i < x.positions(); i += size) {
      BlockProduct.pack(Math.min(size, x.positions() - i), x.width(), x.array(), x.at(b, h, i), x.stride(), 1,
          panels, panelFloats(i, x.width()));
    }
  }

  private static void packTransposed(Rows x, int b, int h, float[] panels) {
    BlockProduct.pack(x.width(), x.positions(), x.array(), x.at(b, h, 0), 1, x.stride(), panels, 0);
  }

  private void addHead(int b, int kvHead, int h, float[] keys, float[] keysTransposed, float[] valuesTransposed) {
    dq.fillZero(b, h);
    var queries = Scratch.QUERIES.floats(panelFloats(q.positions(), q.width()));
    packBlocks(q, b, h, Scores.QUERIES, queries);
    var gradients = Scratch.GRADIENTS.floats(panelFloats(dO.positions(), dO.width()));
    packBlocks(dO, b, h, Scores.QUERIES, gradients);
    var dots = rowDots(b, h);
    for (int j = 0; j < k.positions(); j += Scores.KEYS) {
      int first = causal ? j / Scores.QUERIES * Scores.QUERIES : 0;
      for (int i = first; i < q.positions(); i += Scores.QUERIES) {
        int rows = Math.min(Scores.QUERIES, q.positions() - i);
        int end = causal ? Math.min(k.positions(), i + rows) : k.positions();
        int n = Math.min(Scores.KEYS, end - j);
        var s = Scratch.SCORES.floats(Scores.QUERIES * Scores.ROW);
        var ds = Scratch.SCORE_GRADIENTS.floats(Scores.QUERIES * Scores.ROW);
        product(rows, n, scale, q, q.at(b, h, i), keysTransposed, j, s);
        product(rows, n, 1, dO, dO.at(b, h, i), valuesTransposed, j, ds);
        for (int r = 0; r < rows; r++) {
          Scores.mask(s, r * Scores.ROW, n, mask, b, h, i + r, j, causal);
          Scores.gradient(s, ds, r * Scores.ROW, n, lse(b, h, i + r), dots[i + r]);
        }
        add(rows, n, scale, ds, Scores.ROW, 1, keys, j, Math.min(Scores.KEYS, k.positions() - j), dq, dq.at(b, h, i));
        add(n, rows, scale, ds, 1, Scores.ROW, queries, i, rows, dk, dk.at(b, kvHead, j));
        add(n, rows, 1, s, 1, Scores.ROW, gradients, i, rows, dv, dv.at(b, kvHead, j));
      }
    }
  }

  /** {@code Σ_d dO·o} of each query. */
  private float[] rowDots(int b, int h) {
    var dots = Scratch.SCORE_ROWS.floats(o.positions());
    for (int i = 0; i < o.positions(); i++) {
      dots[i] = MatrixVector.dot(o.width(), o.array(), o.at(b, h, i), dO.array(), dO.at(b, h, i));
    }
    return dots;
  }

  private float lse(int b, int h, int i) {
    return lse.floats()[lse.offset() + b * lse.stride(0) + h * lse.stride(1) + i * lse.stride(2)];
  }

  /** {@code s = factor · X·Yᵀ} for rows of x and the panels of all of Yᵀ, from key j on. */
  private static void product(int rows, int n, float factor, Rows x, int at, float[] panels, int j, float[] s) {
    BlockProduct.multiply(rows, n, x.width(), factor, x.array(), at, x.stride(), 1, panels, j * x.width(),
        x.width(), null, 0, 0, s, 0, Scores.ROW);
  }

  /** {@code dy += factor · S·X} for a block of scores, or its transpose, and the block of X, in panels, at position i. */
  private static void add(int rows, int depth, float factor, float[] s, int row, int column, float[] panels, int i,
      int size, Rows dy, int at) {
    BlockProduct.multiply(rows, dy.width(), depth, factor, s, 0, row, column, panels, panelFloats(i, dy.width()),
        size, dy.array(), at, dy.stride(), dy.array(), at, dy.stride());
  }
}
