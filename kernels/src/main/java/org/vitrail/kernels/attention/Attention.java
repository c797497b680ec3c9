package org.vitrail.kernels.attention;

import org.vitrail.kernels.View;

/**
 * Scaled dot-product attention (Vaswani et al. 2017) without a stored score matrix (Dao et al. 2022).
 *
 * <p>{@code s = scale · q·kᵀ + mask}, {@code o = softmax(s)·v}, {@code lse = log Σ exp(s)}.
 *
 * <p>Shapes: q, o (batch, heads, queries, headDim); k (batch, kvHeads, keys, headDim); v (batch, kvHeads, keys,
 * valueDim), o likewise; heads is a multiple of kvHeads and head h reads kv head {@code h / (heads / kvHeads)}; mask
 * null or (batch, heads, queries, keys), added, with strides of 0 where broadcast; lse (batch, heads, queries).
 * Causal: query i sees keys j ≤ i. The last axis of q, k, v, o and of their gradients has stride 1, the others any.
 * A query that sees no key gives NaN, as softmax does.
 */
public interface Attention {

  void forward(View q, View k, View v, View mask, double scale, boolean causal, View o, View lse);

  /**
   * With {@code p = exp(s − lse)}, {@code dp = do·vᵀ}, {@code ds = p·(dp − Σ do·o)}:
   * {@code dq = scale·ds·k}, {@code dk = scale·dsᵀ·q}, {@code dv = pᵀ·do}; dk and dv are summed over a group of heads.
   */
  void backward(View q, View k, View v, View mask, double scale, boolean causal, View o, View lse, View dO,
      View dq, View dk, View dv);
}
