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
 * null) normalise what is added, as Gemma 3 does.
 */
public record DecoderLayer(Layer attentionNorm, DecoderAttention attention, Layer afterAttention, Layer mlpNorm, Layer mlp,
    Layer afterMlp) implements Part {

  static DecoderLayer of(Init init, DecoderConfig c, int i) {
    double std = init.std() / Math.sqrt(2 * c.depth());
    boolean around = c.norm().around();
    return new DecoderLayer(Decoder.norm(init.at("attentionNorm"), c), DecoderAttention.of(init.at("attention"), c, i, std),
        around ? Decoder.norm(init.at("afterAttention"), c) : null, Decoder.norm(init.at("mlpNorm"), c),
        mlp(init.at("mlp"), c, std), around ? Decoder.norm(init.at("afterMlp"), c) : null);
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
    return new DecoderLayer(attentionNorm, attention.withMaps(change), afterAttention, mlpNorm, changed, afterMlp);
  }

  Tensor forward(Tensor x, Sight sight) {
    var h = attentionNorm.forward(x);
    x = afterAttention == null ? attention.forwardOnto(x, h, sight)
        : x.add(afterAttention.forward(attention.forward(h, sight)));
    h = mlpNorm.forward(x);
    return afterMlp == null ? mlp.forwardOnto(x, h) : x.add(afterMlp.forward(mlp.forward(h)));
  }
}
