package org.vitrail.vlm.vq;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.GroupNorm;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Interpolation;
import org.vitrail.tensor.Tensor;

/**
 * Features (B, latent, h, w) to pictures (B, C, h·f, w·f), as VQGAN does it: on the way to a higher resolution every
 * pixel becomes four, and a convolution follows.
 *
 * @param middle null where there is none
 * @param levels the lowest resolution first
 */
public record Decoder(Conv2d in, Middle middle, List<Level> levels, GroupNorm norm, Conv2d out, int patch)
    implements Layer {

  static Decoder of(Init init, VqConfig c) {
    var levels = new ArrayList<Level>();
    int in = c.deepest();
    for (int i = c.levels().size() - 1; i >= 0; i--) {
      var level = c.levels().get(i);
      var at = init.at("levels").at(levels.size());
      int blocks = level.blocks() + c.more();
      int channels = blocks == 0 ? in : level.channels();
      var doubling = i == 0 ? null : Convolve.three(at.at("resample"), channels, channels);
      levels.add(Level.of(at, c, in, level, blocks, doubling));
      in = channels;
    }
    return new Decoder(
        Convolve.three(init.at("in"), c.latent(), c.deepest()),
        Middle.of(init.at("middle"), c),
        levels,
        GroupNorm.of(init.at("norm"), c.groups(), in, ResBlock.EPS),
        Convolve.silent(init.at("out"), in, c.channels() * c.patch() * c.patch()),
        c.patch());
  }

  @Override public Tensor forward(Tensor features) {
    return finish(hidden(features));
  }

  /** What comes to the last convolution. */
  Tensor hidden(Tensor features) {
    var x = in.forward(features);
    if (middle != null) x = middle.forward(x);
    for (var level : levels) {
      x = level.forward(x);
      if (level.resample() != null) x = level.resample().forward(doubled(x));
    }
    return norm.forward(x).silu();
  }

  /** The pictures that {@link #hidden} comes to. */
  Tensor finish(Tensor hidden) {
    var x = out.forward(hidden);
    return patch == 1 ? x : x.pixelShuffle(patch);
  }

  private static Tensor doubled(Tensor x) {
    return x.interpolate(Interpolation.NEAREST, 2 * x.dim(2), 2 * x.dim(3));
  }
}
