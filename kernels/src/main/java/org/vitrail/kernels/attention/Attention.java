package org.vitrail.kernels.attention;

import org.vitrail.kernels.View;

/**
 * Scaled dot-product attention (Vaswani et al. 2017) without a stored score matrix (Dao et al. 2022).
 *
 * <p>{@code s = scale · q·kᵀ + mask}, {@code o = softmax(s)·v}, {@code m = max s}, {@code l = Σ exp(s − m)}.
 *
 * <p>Shapes: q, o (batch, heads, queries, headDim); k (batch, kvHeads, keys, headDim); v (batch, kvHeads, keys,
 * valueDim), o likewise; heads is a multiple of kvHeads and head h reads kv head {@code h / (heads / kvHeads)}; mask
 * null or (batch, heads, queries, keys), added, with strides of 0 where broadcast; m and l (batch, heads, queries): two
 * numbers, since beside a large m, such as a mask of −1e9 leaves, the log of l would drown in their sum.
 * Causal: query i sees keys j ≤ i. The last axis of q, k, v, o and of their gradients has stride 1, the others any.
 * A query that sees no key gives NaN, as softmax does.
 */
public interface Attention {

  void forward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m, View l);

  /**
   * With {@code p = exp(s − m) / l}, {@code dp = do·vᵀ}, {@code ds = p·(dp − Σ do·o)}:
   * {@code dq = scale·ds·k}, {@code dk = scale·dsᵀ·q}, {@code dv = pᵀ·do}; dk and dv are summed over a group of heads.
   */
  void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View m, View l, View dO,
      View dq, View dk, View dv);
}
