package org.vitrail.vit;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Block;
import org.vitrail.nn.CrossAttention;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Mlp;
import org.vitrail.tensor.Tensor;

/**
 * Multi-head attention pooling (Lee et al. 2019; the head of SigLIP): a learned query looks at all tokens, then
 * {@code x + mlp(norm(x))}. Tokens (B, N, D) to (B, D).
 */
public record AttentionPool(Parameter query, CrossAttention attention, LayerNorm norm, Mlp mlp) implements Layer {

  public static AttentionPool of(Init init, Block.Config c) {
    return new AttentionPool(init.truncatedNormal("query", Init.STD, 1, 1, c.width()),
        CrossAttention.of(init.at("attention"), c.width(), c.width(), c.heads()),
        LayerNorm.of(init.at("norm"), c.width(), c.eps()),
        Mlp.of(init.at("mlp"), c.width(), c.hidden(), c.activation(), 0));
  }

  @Override public Tensor forward(Tensor tokens) {
    return forward(tokens, null);
  }

  /** As {@link #forward(Tensor)}, with a mask that broadcasts to (B, heads, 1, N), or null. */
  public Tensor forward(Tensor tokens, Tensor mask) {
    var x = attention.forward(query.expand(tokens.dim(0), -1, -1), tokens, mask);   // (B, 1, D)
    return x.add(mlp.forward(norm.forward(x))).select(1, 0);
  }
}
