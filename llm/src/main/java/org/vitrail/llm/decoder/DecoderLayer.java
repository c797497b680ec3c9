package org.vitrail.llm.decoder;

import java.util.function.BiFunction;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.GatedMlp;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * A block: {@code x += attention(norm(x)); x += mlp(norm(x))}. {@code attentionNorm} and {@code mlpNorm} (or null)
 * normalise what attention and MLP read, {@code afterAttention} and {@code afterMlp} (or null) what they add, as
 * {@link DecoderConfig.Placement} says; {@code attentionDropout} and {@code mlpDropout} drop some of it.
 */
public record DecoderLayer(Layer attentionNorm, DecoderAttention attention, Layer afterAttention,
    Dropout attentionDropout, Layer mlpNorm, Layer mlp, Layer afterMlp, Dropout mlpDropout) implements Part {

  static DecoderLayer of(Init init, DecoderConfig c, int i, DecoderInit weights) {
    var placement = c.norm().placement();
    boolean before = placement != Placement.AFTER;
    boolean after = placement != Placement.BEFORE;
    return new DecoderLayer(before ? Decoder.norm(init.at("attentionNorm"), c) : null,
        DecoderAttention.of(init.at("attention"), c, i, weights),
        after ? Decoder.norm(init.at("afterAttention"), c) : null, Dropout.of(init.at("attentionDropout"), 0),
        before ? Decoder.norm(init.at("mlpNorm"), c) : null, mlp(init.at("mlp"), c, weights),
        after ? Decoder.norm(init.at("afterMlp"), c) : null, Dropout.of(init.at("mlpDropout"), 0));
  }

  private static Layer mlp(Init init, DecoderConfig c, DecoderInit weights) {
    var mlp = c.mlp();
    if (mlp.gated()) {
      return new GatedMlp(weights.map(init.at("gateUp"), c.width(), 2 * mlp.hidden(), mlp.bias()), mlp.activation(),
          weights.residual(init.at("out"), mlp.hidden(), c.width(), mlp.bias()));
    }
    return new Mlp(weights.map(init.at("fc1"), c.width(), mlp.hidden(), mlp.bias()), mlp.activation(),
        Dropout.of(init.at("dropout"), 0), weights.residual(init.at("fc2"), mlp.hidden(), c.width(), mlp.bias()));
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
    var h = normed(attentionNorm, x);
    x = afterAttention == null && !attentionDropout.drops() ? attention.forwardOnto(x, h, sight)
        : x.add(attentionDropout.forward(normed(afterAttention, attention.forward(h, sight))));
    h = normed(mlpNorm, x);
    return afterMlp == null && !mlpDropout.drops() ? mlp.forwardOnto(x, h)
        : x.add(mlpDropout.forward(normed(afterMlp, mlp.forward(h))));
  }

  private static Tensor normed(Layer norm, Tensor x) {
    return norm == null ? x : norm.forward(x);
  }
}
