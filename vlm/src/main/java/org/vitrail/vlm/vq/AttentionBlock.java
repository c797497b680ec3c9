package org.vitrail.vlm.vq;

import org.vitrail.nn.Conv2d;
import org.vitrail.nn.GroupNorm;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Tensor;

/** An attention block of VQGAN: every place of (B, C, h, w) looks at all places with one head, on top of x. */
public record AttentionBlock(GroupNorm norm, Conv2d query, Conv2d key, Conv2d value, Conv2d out) implements Layer {

  static AttentionBlock of(Init init, VqConfig c, int channels) {
    return new AttentionBlock(
        GroupNorm.of(init.at("norm"), c.groups(), channels, ResBlock.EPS),
        map(init.at("query"), channels), map(init.at("key"), channels), map(init.at("value"), channels),
        map(init.at("out"), channels));
  }

  private static Conv2d map(Init init, int channels) {
    return Convolve.one(init, channels, channels);
  }

  @Override public Tensor forward(Tensor x) {
    var h = norm.forward(x);
    var y = places(query, h).attention(places(key, h), places(value, h));   // (B, 1, h·w, C)
    return x.add(out.forward(y.squeeze(1).transpose(1, 2).reshape(x.shape())));
  }

  private static Tensor places(Conv2d map, Tensor x) {
    return map.forward(x).flatten(2, 3).transpose(1, 2).unsqueeze(1);
  }
}
