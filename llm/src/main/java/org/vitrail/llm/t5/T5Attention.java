package org.vitrail.llm.t5;

import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/** Attention without biases whose scores are not scaled; {@code keyValue} makes keys and values, in this order. */
public record T5Attention(Linear query, Linear keyValue, Linear out, int heads) implements Part {

  static T5Attention of(Init init, T5Config c) {
    int inner = c.heads() * c.headDim();
    return new T5Attention(
        Linear.normal(init.at("query"), c.width(), inner, false, 1 / Math.sqrt(c.width() * c.headDim())),
        Linear.normal(init.at("keyValue"), c.width(), 2 * inner, false, 1 / Math.sqrt(c.width())),
        Linear.normal(init.at("out"), inner, c.width(), false, 1 / Math.sqrt(inner)), c.heads());
  }

  /**
   * {@code residual} plus the attention of x (B, T, width) to {@code memory} (B, S, width); the mask broadcasts to
   * (B, heads, T, S), or is null.
   */
  Tensor forwardOnto(Tensor residual, Tensor x, Tensor memory, Tensor mask, boolean causal) {
    var q = query.forward(x).unflatten(-1, heads, -1).transpose(1, 2);                    // (B, H, T, d)
    var kv = keyValue.forward(memory).unflatten(-1, 2 * heads, -1).transpose(1, 2);       // (B, 2H, S, d)
    var o = q.attention(kv.slice(1, 0, heads), kv.slice(1, heads, 2 * heads), mask, causal, 1);
    return out.forwardOnto(residual, o.transpose(1, 2).flatten(2, 3));
  }
}
