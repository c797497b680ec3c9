package org.vitrail.llm.bert;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * Scores each word of the vocabulary for each place: {@code norm(f(dense(x)))·Wᵀ + bias}.
 *
 * @param weight W (vocabulary, width), or null where it is that of the word embedding
 */
public record WordHead(Linear dense, Activation activation, LayerNorm norm, Parameter weight, Parameter bias)
    implements Part {

  static WordHead of(Init init, BertConfig c) {
    return new WordHead(Linear.normal(init.at("dense"), c.width(), c.width(), true, init.std()), c.activation(),
        LayerNorm.of(init.at("norm"), c.width(), c.eps()),
        c.heads().tied() ? null : init.normal("weight", init.std(), c.vocabulary(), c.width()),
        init.zeros("bias", c.vocabulary()));
  }

  /** Scores (…, vocabulary) of encoded tokens (…, width). */
  Tensor forward(Tensor x, Tensor words) {
    return norm.forward(dense.forward(x, activation)).linear(weight == null ? words : weight, bias);
  }
}
