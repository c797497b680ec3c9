package org.vitrail.llm.engine;

import java.util.Arrays;
import org.vitrail.llm.decoder.DecoderConfig;

/** The scores that were asked for, in rows that are used again for the next batch. */
final class Scores {
  private final int outputs;
  private final float cap;
  private float[][] rows = {};

  Scores(DecoderConfig config) {
    outputs = config.outputs();
    cap = (float) config.scoreCap();
  }

  /** Makes room for n rows. */
  void reach(int n) {
    int before = rows.length;
    if (before >= n) return;
    rows = Arrays.copyOf(rows, n);
    for (int i = before; i < n; i++) rows[i] = new float[outputs];
  }

  float[] row(int i) {
    return rows[i];
  }

  float[][] firstRows(int n) {
    return rows.length == n ? rows : Arrays.copyOf(rows, n);
  }

  /** Bounds the scores {@code first} to {@code end} of a row, where the model does. */
  void bound(float[] row, int first, int end) {
    if (cap == 0) return;
    for (int i = first; i < end; i++) row[i] = (float) (cap * Math.tanh(row[i] / cap));
  }
}
