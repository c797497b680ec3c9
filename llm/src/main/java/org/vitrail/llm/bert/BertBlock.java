package org.vitrail.llm.bert;

import org.vitrail.nn.Dropout;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.Part;
import org.vitrail.nn.SelfAttention;
import org.vitrail.tensor.Tensor;

/** A post-norm block: {@code x = norm1(x + attention(x)); x = norm2(x + mlp(x))}. */
public record BertBlock(SelfAttention attention, LayerNorm norm1, Mlp mlp, Dropout dropout,
    LayerNorm norm2) implements Part {

  static BertBlock of(Init init, BertConfig c) {
    int width = c.width();
    var at = init.at("attention");
    var attention = new SelfAttention(Linear.normal(at.at("qkv"), width, 3 * width, true, init.std()), null, null,
        Dropout.of(at.at("dropout"), c.dropout()), Linear.normal(at.at("out"), width, width, true, init.std()),
        c.attentionHeads(), c.attentionHeads(), false);
    var in = init.at("mlp");
    var mlp = new Mlp(Linear.normal(in.at("fc1"), width, c.hidden(), true, init.std()), c.activation(),
        Dropout.of(in.at("inside"), 0), Linear.normal(in.at("fc2"), c.hidden(), width, true, init.std()));
    return new BertBlock(attention, LayerNorm.of(init.at("norm1"), width, c.eps()), mlp,
        Dropout.of(init.at("dropout"), c.dropout()), LayerNorm.of(init.at("norm2"), width, c.eps()));
  }

  BertBlock withDropout(double rate) {
    return new BertBlock(attention.withDropout(rate), norm1, mlp, dropout.with(rate), norm2);
  }

  /** Of x (B, T, width); the mask broadcasts to (B, heads, T, T), or is null. */
  Tensor forward(Tensor x, Tensor mask) {
    x = norm1.forward(attention.forwardOnto(x, x, mask));
    return norm2.forward(dropout.drops() ? x.add(dropout.forward(mlp.forward(x))) : mlp.forwardOnto(x, x));
  }
}
