package org.vitrail.tensor;

import java.util.Collections;
import org.vitrail.kernels.DType;
import org.vitrail.tensor.ops.Attention;
import org.vitrail.tensor.ops.NormedHeads;
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
    return Tensor.of(new Attention(self(), k, v, added(mask), causal, scale));
  }

  private Tensor added(Tensor mask) {
    if (mask == null || mask.dtype() != DType.I32) return mask;
    return mask.where(self().scalarLike(0), self().scalarLike(-Float.MAX_VALUE));
  }

  /**
   * Self-attention on packed queries, keys and values (B, T, (heads + 2·kvHeads)·D), result (B, T, heads·D); the mask
   * broadcasts to (B, heads, T, T), or is null. Causal: position i sees j ≤ i.
   */
  default Tensor packedAttention(int heads, int kvHeads, Tensor mask, boolean causal) {
    return Tensor.of(new PackedAttention(self(), heads, kvHeads, added(mask), causal));
  }

  /**
   * Of packed queries, keys and values (B, T, C), as for {@link #packedAttention}, with the first heads, as many as
   * weight and bias (heads, D) have, normalised each by itself, {@code (x − mean)/√(var + eps)·weight + bias}, and
   * turned as in {@link #rotary}. cos and sin broadcast to (B, T, heads, D/2), or are null where nothing turns; no
   * gradient reaches them.
   */
  default Tensor normedHeads(Tensor weight, Tensor bias, double eps, Tensor cos, Tensor sin, boolean interleaved) {
    return Tensor.of(new NormedHeads(self(), weight, bias, eps, cos, sin, interleaved));
  }

  /**
   * Multi-head attention (Vaswani et al. 2017) of these positions (B, T, D) to k and v (B, S, D). inWeight (3D, D) and
   * inBias (3D) make queries, keys and values, in this order, outWeight (D, D) and outBias (D) the result; both biases
   * may be null. The mask is that of {@link #attention(Tensor, Tensor, Tensor, boolean, double)}.
   */
  default Tensor multiHeadAttention(Tensor k, Tensor v, int heads, Tensor inWeight, Tensor inBias, Tensor outWeight,
      Tensor outBias, Tensor mask) {
    int d = self().dim(-1);
    var w = inWeight.split(0, d, d, d);
    var b = inBias == null ? Collections.nCopies(3, (Tensor) null) : inBias.split(0, d, d, d);
    var q = self().linear(w.get(0), b.get(0)).unflatten(-1, heads, -1).transpose(1, 2);         // (B, H, T, D/H)
    var keys = k.linear(w.get(1), b.get(1)).unflatten(-1, heads, -1).transpose(1, 2);           // (B, H, S, D/H)
    var values = v.linear(w.get(2), b.get(2)).unflatten(-1, heads, -1).transpose(1, 2);
    return q.attention(keys, values, mask, false).transpose(1, 2).flatten(2, 3).linear(outWeight, outBias);
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
