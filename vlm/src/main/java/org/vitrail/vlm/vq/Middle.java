package org.vitrail.vlm.vq;

import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Tensor;

/** Two residual blocks at the lowest resolution, with attention between them, or null. */
public record Middle(ResBlock block1, AttentionBlock attention, ResBlock block2) implements Layer {

  /** Null where the model has none. */
  static Middle of(Init init, VqConfig c) {
    if (c.centre() == VqConfig.Centre.NONE) return null;
    int channels = c.deepest();
    return new Middle(ResBlock.of(init.at("block1"), c, channels, channels),
        c.centre() == VqConfig.Centre.ATTENTIVE ? AttentionBlock.of(init.at("attention"), c, channels) : null,
        ResBlock.of(init.at("block2"), c, channels, channels));
  }

  @Override public Tensor forward(Tensor x) {
    x = block1.forward(x);
    return block2.forward(attention == null ? x : attention.forward(x));
  }
}
