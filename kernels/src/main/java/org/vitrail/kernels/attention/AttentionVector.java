package org.vitrail.kernels.attention;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** SIMD attention for F32: {@link FlashForward} and {@link FlashBackward}, the heads shared out among the threads. */
public final class AttentionVector implements Attention {
  /** Tasks that are enough to keep the threads busy. */
  private static final int TASKS = 16;
  /** Fewest queries of a task: each task packs all keys and values that they see. */
  private static final int QUERIES = 4 * Scores.QUERIES;

  private final Attention scalar = new AttentionScalar();

  @Override public void forward(View q, View k, View v, View mask, double scale, boolean causal, View o, View lse) {
    if (o.dtype() != DType.F32) {
      scalar.forward(q, k, v, mask, scale, causal, o, lse);
      return;
    }
    var flash = new FlashForward(q, k, v, mask, (float) scale, causal, o, lse);
    int heads = q.dim(1);
    int queries = q.dim(2);
    int matrices = q.dim(0) * heads;
    if (matrices * queries == 0) return;
    int parts = Math.clamp((queries + QUERIES - 1) / QUERIES, 1, (TASKS + matrices - 1) / matrices);
    int share = (queries + parts - 1) / parts;
    Workers.run(matrices * parts, task -> {
      int matrix = task / parts;
      int from = task % parts * share;
      flash.run(matrix / heads, matrix % heads, from, Math.min(queries, from + share));
    });
  }

  @Override public void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View lse,
      View dO, View dq, View dk, View dv) {
    if (o.dtype() != DType.F32) {
      scalar.backward(q, k, v, mask, scale, causal, o, lse, dO, dq, dk, dv);
      return;
    }
    var flash = new FlashBackward(q, k, v, mask, (float) scale, causal, o, lse, dO, dq, dk, dv);
    int kvHeads = k.dim(1);
    Workers.run(k.dim(0) * kvHeads, task -> flash.run(task / kvHeads, task % kvHeads));
  }
}
