package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/**
 * Multi-head self-attention (Vaswani et al. 2017), with grouped queries where kvHeads < heads (Ainslie et al. 2023).
 * One linear map makes queries, keys and values, in this order; {@code qNorm} and {@code kNorm} (or null) normalise each
 * head of the queries and keys.
 */
public record SelfAttention(Linear qkv, Layer qNorm, Layer kNorm, Dropout dropout, Linear out, int heads, int kvHeads,
    boolean causal) implements Layer {

  /** The attention of a {@link Block}. */
  public static SelfAttention of(Init init, Block.Config c) {
    int headDim = c.width() / c.heads();
    return new SelfAttention(Linear.of(init.at("qkv"), c.width(), 3 * c.width(), c.qkvBias()),
        c.qkNorm() ? LayerNorm.of(init.at("qNorm"), headDim, c.eps()) : null,
        c.qkNorm() ? LayerNorm.of(init.at("kNorm"), headDim, c.eps()) : null,
        Dropout.of(init.at("dropout"), c.dropout()), Linear.of(init.at("out"), c.width(), c.width()),
        c.heads(), c.heads(), c.causal());
  }

  /** The same, dropping at another rate. */
  public SelfAttention withDropout(double rate) {
    return new SelfAttention(qkv, qNorm, kNorm, dropout.with(rate), out, heads, kvHeads, causal);
  }

  @Override public Tensor forward(Tensor x) {
    return forward(x, null);
  }

  /** As {@link #forward(Tensor)}, with an additive mask that broadcasts to (B, heads, T, T), or null. */
  public Tensor forward(Tensor x, Tensor mask) {
    return dropout.forward(out.forward(attend(x, mask)));
  }

  /** {@code residual + forward(x, mask)}. */
  public Tensor forwardOnto(Tensor residual, Tensor x, Tensor mask) {
    return dropout.drops() ? residual.add(forward(x, mask)) : out.forwardOnto(residual, attend(x, mask));
  }

  /** The heads' values, weighted (B, T, H·D). */
  private Tensor attend(Tensor x, Tensor mask) {
    var packed = qkv.forward(x);                                      // (B, T, (H + 2·Hkv)·D)
    if (qNorm == null) return packed.packedAttention(heads, kvHeads, mask, causal);
    var all = heads(packed);                                          // (B, H + 2·Hkv, T, D)
    var q = qNorm.forward(all.slice(1, 0, heads));                    // (B, H, T, D)
    var k = kNorm.forward(all.slice(1, heads, heads + kvHeads));      // (B, Hkv, T, D)
    var v = all.slice(1, heads + kvHeads, heads + 2 * kvHeads);       // (B, Hkv, T, D)
    return q.attention(k, v, mask, causal).transpose(1, 2).flatten(2, 3);
  }

  private Tensor heads(Tensor packed) {
    return packed.unflatten(-1, heads + 2 * kvHeads, -1).transpose(1, 2);
  }

  /** The attention probabilities (B, H, T, T) without a mask, for looking at. */
  public Tensor probabilities(Tensor x) {
    var all = heads(qkv.forward(x));
    var q = normalize(qNorm, all.slice(1, 0, heads));
    var k = normalize(kNorm, all.slice(1, heads, heads + kvHeads)).unsqueeze(2)
        .expand(-1, -1, heads / kvHeads, -1, -1).flatten(1, 2);
    return q.matmul(k.t()).mul(1 / Math.sqrt(q.dim(-1))).softmax(-1);
  }

  private static Tensor normalize(Layer norm, Tensor x) {
    return norm == null ? x : norm.forward(x);
  }
}
