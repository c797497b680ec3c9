package org.vitrail.llm.t5;

import java.util.List;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * T5 (Raffel et al. 2020, arXiv 1910.10683): an encoder reads a text, a decoder writes one while it looks at what the
 * encoder made. Version 1.1 has gated MLPs.
 *
 * @param head null where its weights are those of {@code tokens}
 */
public record T5(T5Config config, Embedding tokens, T5Stack encoder, T5Stack decoder, Linear head) implements Part {

  /** A new model; weights begin as Mesh TensorFlow's do. */
  public static T5 of(T5Config c, Init init) {
    return new T5(c, Embedding.of(init.at("tokens"), c.vocabulary(), c.width(), 1),
        T5Stack.of(init.at("encoder"), c, c.encoderDepth(), false),
        T5Stack.of(init.at("decoder"), c, c.decoderDepth(), true),
        c.tied() ? null : Linear.normal(init.at("head"), c.width(), c.vocabulary(), false, 1));
  }

  /**
   * What the encoder makes of ids (B, S) I32, beginning with what enters its first block; the last is the result.
   *
   * @param mask (B, S) I32, 0 for padding; or null
   */
  public List<Tensor> encode(Tensor ids, Tensor mask) {
    return encoder.hiddenStates(tokens.forward(ids), mask, null, null);
  }

  /** What the decoder makes of ids (B, T) beside the encoder's result {@code memory}, as {@link #encode}. */
  public List<Tensor> decode(Tensor ids, Tensor memory, Tensor memoryMask) {
    return decoder.hiddenStates(tokens.forward(ids), null, memory, memoryMask);
  }

  /** Scores (…, vocabulary) of decoded tokens (…, width). */
  public Tensor score(Tensor decoded) {
    var x = config.scaled() ? decoded.mul(1 / Math.sqrt(config.width())) : decoded;
    return head == null ? x.linear(tokens.weight(), null) : head.forward(x);
  }

  /** What the decoder reads in order to write {@code labels} (B, T): the start, and each label but the last. */
  public Tensor shifted(Tensor labels) {
    var start = labels.slice(1, 0, 1).mul(0).add(config.start());
    var before = labels.slice(1, 0, labels.dim(1) - 1);
    return Shaping.cat(1, start, before.maskedFill(before.eq(-100), config.padding()));
  }
}
