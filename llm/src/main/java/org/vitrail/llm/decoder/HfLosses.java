package org.vitrail.llm.decoder;

import java.util.List;
import java.util.function.Function;
import org.vitrail.llm.decoder.DecoderConfig.Layer;

/** What a {@code config.json} would silently change of a decoder, because its family knows no other. */
final class HfLosses {
  /** A number, a truth or a name that a decoder has. */
  private record Trait(String name, Function<DecoderConfig, Object> value) {}

  private static final List<Trait> TRAITS = List.of(
      new Trait("scored tokens", DecoderConfig::outputs),
      new Trait("heads of keys and values", c -> c.heads().keyValues()),
      new Trait("width of a head", c -> c.heads().dim()),
      new Trait("norm of heads", c -> c.heads().norm()),
      new Trait("biases of queries, keys and values", c -> c.heads().qkvBias()),
      new Trait("bias after attention", c -> c.heads().outBias()),
      new Trait("gate of the MLP", c -> c.mlp().gated()),
      new Trait("biases of the MLP", c -> c.mlp().bias()),
      new Trait("activation", c -> c.mlp().activation()),
      new Trait("kind of norm", c -> c.norm().kind()),
      new Trait("eps of the norms", c -> c.norm().eps()),
      new Trait("placement of the norms", c -> c.norm().placement()),
      new Trait("scale of the embedding", DecoderConfig::embeddingScale),
      new Trait("tied head", DecoderConfig::tied),
      new Trait("bound on the scores", DecoderConfig::scoreCap));

  private HfLosses() {}

  /** @throws IllegalArgumentException in one sentence, if {@code read}, what a reader makes of it, is not {@code c} */
  static void refuse(DecoderConfig c, DecoderConfig read, String type) {
    for (var trait : TRAITS) requireSame(trait.name, trait.value.apply(c), trait.value.apply(read), type);
    for (int i = 0; i < c.depth(); i++) requireSame(i, c.layers().get(i), read.layers().get(i), type);
  }

  private static void requireSame(int i, Layer layer, Layer read, String type) {
    var of = " of layer " + i;
    requireSame("window" + of, layer.window(), read.window(), type);
    if (layer.rope() != null) {
      requireSame("theta" + of, layer.rope().theta(), read.rope().theta(), type);
      requireSame("scaling of the rotary positions" + of, layer.rope().scaling(), read.rope().scaling(), type);
    }
    boolean close = Math.abs(layer.scale() - read.scale()) <= 1e-6 * Math.abs(layer.scale());
    if (!close) requireSame("scale of the attention" + of, layer.scale(), read.scale(), type);
  }

  private static void requireSame(String what, Object had, Object read, String type) {
    if (had.equals(read)) return;
    throw new IllegalArgumentException("config.json: the " + what + " is " + had + ", which a model of type '" + type
        + "' cannot say (it would be read as " + read + "); save the model as another type, or do not change it");
  }
}
