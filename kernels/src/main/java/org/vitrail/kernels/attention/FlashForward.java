package org.vitrail.kernels.attention;

import java.util.Arrays;
import org.vitrail.kernels.math.Scratch;

/**
 * Attention block by block with an online softmax (Dao 2023, FlashAttention-2, algorithm 1). For a block of queries,
 * each keeps the largest score m so far and the sum l of exp(s − m); when a block of keys raises m, what was summed is
 * scaled by exp(m − m′).
 */
record FlashForward(Inputs in, Rows o, PerQuery max, PerQuery sum) {

  /** Queries {@code from} to {@code to} of head h, which reads the given kv head. */
  void run(int b, int h, int kvHead, int from, int to) {
    int visible = in.visible(to);
    var keys = in.k().load(b, kvHead, 0, visible, 1, Scratch.KEYS);
    var values = in.v().load(b, kvHead, 0, visible, 1, Scratch.VALUES);
    var cut = Cut.of(to - from);
    for (int i = 0; i < cut.blocks(); i++) {
      attend(b, h, from + cut.start(i), Math.min(to, from + cut.start(i + 1)), keys, values);
    }
  }

  private void attend(int b, int h, int from, int to, Dense keys, Dense values) {
    int n = to - from;
    var columns = in.q().load(b, h, from, n, in.scale(), Scratch.QUERIES).transposed(n, Scratch.QUERIES_TRANSPOSED);
    var s = Scratch.SCORES.floats(Scores.QUERIES * Scores.KEYS);
    var m = Scratch.ROW_MAX.floats(Scores.QUERIES);
    var l = Scratch.ROW_SUM.floats(Scores.QUERIES);
    var kept = Scratch.ROW_KEPT.floats(Scores.QUERIES);
    Arrays.fill(m, Float.NEGATIVE_INFINITY);
    Arrays.fill(l, 0);
    var sums = Dense.zeros(Scratch.OUTPUTS, from, n, o.width());
    int visible = in.visible(to);
    for (int j = 0; j < visible; j += Scores.KEYS) {
      var block = new Block(from, n, j, Math.min(Scores.KEYS, visible - j), in.causal());
      block.score(in.q().width(), keys, columns, s);
      Scores.mask(block, in.mask(), b, h, s);
      Scores.weigh(block, s, m, l, kept);
      if (j > 0) rescale(sums, n, kept);
      block.addToQueries(s, values, sums);
    }
    for (int i = from; i < to; i++) finish(b, h, i, sums, m[i - from], l[i - from]);
  }

  private static void rescale(Dense sums, int rows, float[] kept) {
    for (int r = 0; r < rows; r++) {
      int at = r * sums.row();
      if (kept[r] != 1) Rows.scale(sums.row(), kept[r], sums.array(), at, sums.array(), at);
    }
  }

  /** {@code O = O / l}; a query that saw no key has l = 0 and gets NaN. */
  private void finish(int b, int h, int i, Dense sums, float m, float l) {
    o.store(b, h, i, 1 / l, sums);
    max.put(b, h, i, m);
    sum.put(b, h, i, l == 0 ? Float.NaN : l);
  }
}
