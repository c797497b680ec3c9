package org.vitrail.kernels.attention;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Scratch;

/**
 * SIMD attention for F32: {@link FlashForward} and {@link FlashBackward}, the heads shared out among the threads; where
 * heads are few, also their queries, and in the gradient their keys.
 */
public final class AttentionVector implements Attention {
  /** Tasks that are enough to keep the threads busy. */
  private static final int TASKS = 8;
  /** Fewest queries or keys of a task: each task copies what it reads of the others. */
  private static final int SHARE = 256;

  private final Attention scalar = new AttentionScalar();

  @Override public void forward(View q, View k, View v, View mask, double scale, boolean causal, View o, View max,
      View sum) {
    if (o.dtype() != DType.F32) {
      scalar.forward(q, k, v, mask, scale, causal, o, max, sum);
      return;
    }
    var in = Inputs.of(q, k, v, mask, scale, causal);
    int heads = q.dim(1);
    int group = heads / k.dim(1);
    int queries = q.dim(2);
    int matrices = q.dim(0) * heads;
    if (queries <= FewQueries.FEW) {
      var few = new FewQueries(in, Rows.of(o), PerQuery.of(max), PerQuery.of(sum));
      Workers.run(matrices, task -> few.run(task / heads, task % heads, task % heads / group));
      return;
    }
    var flash = new FlashForward(in, Rows.of(o), PerQuery.of(max), PerQuery.of(sum));
    int parts = parts(matrices, queries);
    Workers.run(matrices * parts, task -> {
      int b = task / parts / heads;
      int h = task / parts % heads;
      flash.run(b, h, h / group, start(task % parts, parts, queries), start(task % parts + 1, parts, queries));
    });
  }

  @Override public void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View max,
      View sum, View dO, View dq, View dk, View dv) {
    if (o.dtype() != DType.F32) {
      scalar.backward(q, k, v, mask, scale, causal, o, max, sum, dO, dq, dk, dv);
      return;
    }
    var flash = new FlashBackward(Inputs.of(q, k, v, mask, scale, causal), Rows.of(o), PerQuery.of(max),
        PerQuery.of(sum), Rows.of(dO), Rows.of(dk), Rows.of(dv));
    int kvHeads = k.dim(1);
    int group = q.dim(1) / kvHeads;
    int keys = k.dim(2);
    int matrices = k.dim(0) * kvHeads;
    int parts = parts(matrices, keys);
    var dqParts = new QueryGradients(Rows.of(dq), q.dim(0), q.dim(1), parts);
    Workers.run(matrices * parts, task -> {
      int part = task % parts;
      int b = task / parts / kvHeads;
      int kvHead = task / parts % kvHeads;
      flash.run(b, kvHead, kvHead * group, group, start(part, parts, keys), start(part + 1, parts, keys),
          dqParts.part(part));
    });
    dqParts.sum();
  }

  /** Into how many parts {@code positions} of each matrix are cut. */
  private static int parts(int matrices, int positions) {
    return Math.clamp(positions / SHARE, 1, Math.ceilDiv(TASKS, Math.max(1, matrices)));
  }

  /** Where part {@code i} begins: at a multiple of the vector length. */
  private static int start(int i, int parts, int positions) {
    return i == parts ? positions : Dense.padded(positions / parts * i);
  }
}
