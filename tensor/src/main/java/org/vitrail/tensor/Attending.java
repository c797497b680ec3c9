package org.vitrail.tensor;

import org.vitrail.kernels.DType;
import org.vitrail.tensor.ops.Attention;
import org.vitrail.tensor.ops.PackedAttention;
import org.vitrail.tensor.ops.Rotary;

/** Looking things up by likeness. Heads stand before positions: (batch, heads, positions, width). */
public sealed interface Attending permits Tensor {
  Tensor self();

  /** {@code softmax(q·kᵀ/√d)·v} for these queries. */
  default Tensor attention(Tensor k, Tensor v) {
    return attention(k, v, null, false);
  }

  /** {@link #attention(Tensor, Tensor, Tensor, boolean, double)} with scale 1/√d. */
  default Tensor attention(Tensor k, Tensor v, Tensor mask, boolean causal) {
    return attention(k, v, mask, causal, 1 / Math.sqrt(self().dim(-1)));
  }

  /**
   * {@code softmax(scale·q·kᵀ + mask)·v} for these queries (batch, heads, queries, d), k (batch, kvHeads, keys, d) and
   * v (batch, kvHeads, keys, e); heads is a multiple of kvHeads.
   *
   * @param mask null, or broadcasting to (batch, heads, queries, keys): real numbers are added to the scores; of I32, 1
   *     lets a query see a key and 0 hides it by the most negative F32 number. A query from which all keys are so
   *     hidden weighs them alike; one for which −∞ was added to all gives NaN, as softmax does
   * @param causal query i sees only keys j ≤ i
   */
  default Tensor attention(Tensor k, Tensor v, Tensor mask, boolean causal, double scale) {
    var q = self();
    boolean yesNo = mask != null && mask.dtype() == DType.I32;
    var added = yesNo ? mask.where(q.scalarLike(0), q.scalarLike(-Float.MAX_VALUE)) : mask;
    return Tensor.of(new Attention(q, k, v, added, causal, scale));
  }

  /**
   * Self-attention on packed queries, keys and values (B, T, (heads + 2·kvHeads)·D), result (B, T, heads·D); the mask
   * broadcasts to (B, heads, T, T) and is added to the scores, or is null. Causal: position i sees j ≤ i.
   */
  default Tensor packedAttention(int heads, int kvHeads, Tensor mask, boolean causal) {
    return Tensor.of(new PackedAttention(self(), heads, kvHeads, mask, causal));
  }

  /**
   * Rotary position embedding (Su et al. 2021) of these queries or keys (…, 2n): each pair (a, b) of the last axis
   * becomes {@code (a·cos − b·sin, b·cos + a·sin)}, cos and sin broadcast to (…, n). Pair i is elements i and n + i as
   * in Llama, or 2i and 2i + 1 as in GPT-J where {@code interleaved}.
   */
  default Tensor rotary(Tensor cos, Tensor sin, boolean interleaved) {
    return Tensor.of(new Rotary(self(), cos, sin, interleaved));
  }
}
