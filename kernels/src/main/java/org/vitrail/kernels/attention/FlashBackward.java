package org.vitrail.kernels.attention;

import org.vitrail.kernels.gemm.MatrixVector;
import org.vitrail.kernels.math.Scratch;

/**
 * The gradient of attention block by block (Dao 2023, FlashAttention-2, algorithm 2): the weights are computed again
 * from m and l, as exp(s − m) and with dO / l in place of dO. One task has some keys and all heads that read them, so
 * that dk and dv are summed in a fixed order.
 */
record FlashBackward(Inputs in, Rows o, PerQuery max, PerQuery sum, Rows dO, Rows dk, Rows dv) {

  /** Keys {@code from} to {@code to} of a kv head and {@code group} heads from {@code h} on; dq is their part of it. */
  void run(int b, int kvHead, int h, int group, int from, int to, Rows dq) {
    var keys = in.k().load(b, kvHead, from, to - from, 1, Scratch.KEYS);
    var values = in.v().load(b, kvHead, from, to - from, 1, Scratch.VALUES);
    var dKeys = Dense.zeros(Scratch.KEY_GRADIENTS, from, to - from, dk.width());
    var dValues = Dense.zeros(Scratch.VALUE_GRADIENTS, from, to - from, dv.width());
    var cut = Cut.of(o.positions());
    for (int head = h; head < h + group; head++) {
      for (int i = 0; i < cut.blocks(); i++) {
        int end = Math.min(o.positions(), cut.start(i + 1));
        int visible = Math.min(to, Dense.padded(in.visible(end)));
        add(b, head, cut.start(i), end, from, visible, keys, values, dKeys, dValues, dq);
      }
    }
    dk.store(b, kvHead, from, to, 1, dKeys);
    dv.store(b, kvHead, from, to, 1, dValues);
  }

  /** What queries {@code i} to {@code end} and keys {@code from} to {@code to} add. */
  private void add(int b, int h, int i, int end, int from, int to, Dense keys, Dense values, Dense dKeys, Dense dValues,
      Rows dq) {
    int n = end - i;
    var queries = in.q().load(b, h, i, n, in.scale(), Scratch.QUERIES);
    var columns = queries.transposed(n, Scratch.QUERIES_TRANSPOSED);
    var gradients = Dense.of(Scratch.GRADIENTS, i, n, dO.width());
    var m = Scratch.ROW_MAX.floats(Scores.QUERIES);
    var dots = Scratch.ROW_SUM.floats(Scores.QUERIES);
    for (int r = i; r < end; r++) {
      dO.load(b, h, r, 1 / sum.get(b, h, r), gradients);
      dots[r - i] = MatrixVector.dot(o.width(), o.array(), o.at(b, h, r), gradients.array(), gradients.at(r));
      m[r - i] = max.get(b, h, r);
    }
    var gradientColumns = gradients.transposed(n, Scratch.GRADIENTS_TRANSPOSED);
    var dQueries = Dense.zeros(Scratch.QUERY_GRADIENTS, i, n, dq.width());
    var s = Scratch.SCORES.floats(Scores.QUERIES * Scores.KEYS);
    var ds = Scratch.SCORE_GRADIENTS.floats(Scores.QUERIES * Scores.KEYS);
    for (int j = from; j < to; j += Scores.KEYS) {
      var block = new Block(i, n, j, Math.min(Scores.KEYS, to - j), in.causal());
      block.score(in.q().width(), keys, columns, s);
      block.score(dO.width(), values, gradientColumns, ds);
      Scores.mask(block, in.mask(), b, h, s);
      Scores.gradient(block, s, ds, m, dots);
      block.addToQueries(ds, keys, dQueries);
      block.addToKeys(ds, queries, dKeys);
      block.addToKeys(s, gradients, dValues);
    }
    dq.store(b, h, i, end, in.scale(), dQueries);
  }
}
