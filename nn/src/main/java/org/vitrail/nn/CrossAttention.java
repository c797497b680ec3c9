package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/** Multi-head attention from one sequence to another: queries of x, keys and values of {@code memory}. */
public record CrossAttention(Linear query, Linear keyValue, Linear out, int heads) implements Part {

  public static CrossAttention of(Init init, int width, int memoryWidth, int heads) {
    return new CrossAttention(Linear.of(init.at("query"), width, width), Linear.of(init.at("keyValue"), memoryWidth, 2 * width),
        Linear.of(init.at("out"), width, width), heads);
  }

  /** x (B, T, D), memory (B, S, M), additive mask that broadcasts to (B, heads, T, S) or null; result (B, T, D). */
  public Tensor forward(Tensor x, Tensor memory, Tensor mask) {
    var q = query.forward(x).unflatten(-1, heads, -1).transpose(1, 2);            // (B, H, T, d)
    var kv = keyValue.forward(memory).unflatten(-1, 2 * heads, -1).transpose(1, 2); // (B, 2H, S, d)
    var o = q.attention(kv.slice(1, 0, heads), kv.slice(1, heads, 2 * heads), mask, false);
    return out.forward(o.transpose(1, 2).flatten(2, 3));
  }
}
