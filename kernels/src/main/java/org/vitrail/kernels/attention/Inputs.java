package org.vitrail.kernels.attention;

import org.vitrail.kernels.View;

/** What attention reads; mask may be null. */
record Inputs(Rows q, Rows k, Rows v, Rows mask, float scale, boolean causal) {

  static Inputs of(View q, View k, View v, View mask, double scale, boolean causal) {
    return new Inputs(Rows.of(q), Rows.of(k), Rows.of(v), mask == null ? null : Rows.of(mask), (float) scale, causal);
  }

  /** How many keys the queries before {@code end} see. */
  int visible(int end) {
    return causal ? Math.min(k.positions(), end) : k.positions();
  }
}
