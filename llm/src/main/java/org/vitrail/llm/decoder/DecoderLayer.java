package org.vitrail.llm.decoder;

import java.util.function.BiFunction;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.GatedMlp;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * A pre-norm block: {@code x += attention(norm(x)); x += mlp(norm(x))}. {@code afterAttention} and {@code afterMlp} (or
 * null) normalise what is added, as Gemma 3 does; {@code attentionDropout} and {@code mlpDropout} drop some of it.
 */
public record DecoderLayer(Layer attentionNorm, DecoderAttention attention, Layer afterAttention,
    Dropout attentionDropout, Layer mlpNorm, Layer mlp, Layer afterMlp, Dropout mlpDropout) implements Part {

  static DecoderLayer of(Init init, DecoderConfig c, int i) {
    double std = init.std() / Math.sqrt(2 * c.depth());
    boolean around = c.norm().around();
    return new DecoderLayer(Decoder.norm(init.at("attentionNorm"), c),
        DecoderAttention.of(init.at("attention"), c, i, std),
        around ? Decoder.norm(init.at("afterAttention"), c) : null, Dropout.of(init.at("attentionDropout"), 0),
        Decoder.norm(init.at("mlpNorm"), c), mlp(init.at("mlp"), c, std),
        around ? Decoder.norm(init.at("afterMlp"), c) : null, Dropout.of(init.at("mlpDropout"), 0));
  }

  private static Layer mlp(Init init, DecoderConfig c, double std) {
    var mlp = c.mlp();
    if (mlp.gated()) {
      return new GatedMlp(Linear.normal(init.at("gateUp"), c.width(), 2 * mlp.hidden(), mlp.bias(), init.std()),
          mlp.activation(), Linear.normal(init.at("out"), mlp.hidden(), c.width(), mlp.bias(), std));
    }
    return new Mlp(Linear.normal(init.at("fc1"), c.width(), mlp.hidden(), mlp.bias(), init.std()), mlp.activation(),
        Dropout.of(init.at("dropout"), 0), Linear.normal(init.at("fc2"), mlp.hidden(), c.width(), mlp.bias(), std));
  }

  /** The same layer but for its linear maps. */
  DecoderLayer withMaps(BiFunction<DecoderMap, Linear, Linear> change) {
    var changed = switch (mlp) {
      case GatedMlp m -> new GatedMlp(change.apply(DecoderMap.UP, m.gateUp()), m.activation(),
          change.apply(DecoderMap.DOWN, m.out()));
      case Mlp m -> new Mlp(change.apply(DecoderMap.UP, m.fc1()), m.activation(), m.dropout(),
          change.apply(DecoderMap.DOWN, m.fc2()));
      default -> mlp;
    };
    return new DecoderLayer(attentionNorm, attention.withMaps(change), afterAttention, attentionDropout, mlpNorm,
        changed, afterMlp, mlpDropout);
  }

  DecoderLayer withDropout(double rate) {
    return new DecoderLayer(attentionNorm, attention, afterAttention, attentionDropout.with(rate), mlpNorm, mlp,
        afterMlp, mlpDropout.with(rate));
  }

  Tensor forward(Tensor x, Sight sight) {
    var h = attentionNorm.forward(x);
    x = afterAttention == null && !attentionDropout.drops() ? attention.forwardOnto(x, h, sight)
        : x.add(attentionDropout.forward(normed(afterAttention, attention.forward(h, sight))));
    h = mlpNorm.forward(x);
    return afterMlp == null && !mlpDropout.drops() ? mlp.forwardOnto(x, h)
        : x.add(mlpDropout.forward(normed(afterMlp, mlp.forward(h))));
  }

  private static Tensor normed(Layer norm, Tensor x) {
    return norm == null ? x : norm.forward(x);
  }
}
