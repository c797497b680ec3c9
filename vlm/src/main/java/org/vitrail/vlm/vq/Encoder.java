package org.vitrail.vlm.vq;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.GroupNorm;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Tensor;

/**
 * Pictures (B, C, H, W) to features (B, latent, H/f, W/f), as VQGAN does it. On the way to a lower resolution a
 * convolution of stride 2 sees one row and column of zeros below and to the right.
 *
 * @param middle null where there is none
 */
public record Encoder(int patch, Conv2d in, List<Level> levels, Middle middle, GroupNorm norm, Conv2d out)
    implements Layer {

  static Encoder of(Init init, VqConfig c) {
    var levels = new ArrayList<Level>();
    int in = c.base();
    for (int i = 0; i < c.levels().size(); i++) {
      var level = c.levels().get(i);
      var at = init.at("levels").at(i);
      int channels = level.blocks() == 0 ? in : level.channels();
      var halving = i == c.levels().size() - 1 ? null
          : Convolve.halving(at.at("resample"), channels);
      levels.add(Level.of(at, c, in, level, level.blocks(), halving));
      in = channels;
    }
    return new Encoder(
        c.patch(),
        Convolve.three(init.at("in"), c.channels() * c.patch() * c.patch(), c.base()),
        levels,
        Middle.of(init.at("middle"), c),
        GroupNorm.of(init.at("norm"), c.groups(), c.deepest(), ResBlock.EPS),
        Convolve.three(init.at("out"), c.deepest(), c.latent()));
  }

  @Override public Tensor forward(Tensor pictures) {
    var x = in.forward(patch == 1 ? pictures : pictures.pixelUnshuffle(patch));
    for (var level : levels) {
      x = level.forward(x);
      if (level.resample() != null) x = level.resample().forward(x.pad(2, 0, 1, 0).pad(3, 0, 1, 0));
    }
    if (middle != null) x = middle.forward(x);
    return out.forward(norm.forward(x).silu());
  }
}
