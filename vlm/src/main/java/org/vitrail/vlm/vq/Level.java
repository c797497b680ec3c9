package org.vitrail.vlm.vq;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Tensor;

/**
 * The blocks of one resolution.
 *
 * @param attentions one after each block, or none at all
 * @param resample convolution on the way to the next resolution; null at the last one
 */
public record Level(List<ResBlock> blocks, List<AttentionBlock> attentions, Conv2d resample) implements Layer {

  static Level of(Init init, VqConfig c, int in, VqConfig.Level level, int count, Conv2d resample) {
    var blocks = new ArrayList<ResBlock>();
    var attentions = new ArrayList<AttentionBlock>();
    for (int i = 0; i < count; i++) {
      blocks.add(ResBlock.of(init.at("blocks").at(i), c, i == 0 ? in : level.channels(), level.channels()));
      if (level.attentive()) attentions.add(AttentionBlock.of(init.at("attentions").at(i), c, level.channels()));
    }
    return new Level(blocks, attentions, resample);
  }

  /** What the blocks make of x, in the same resolution. */
  @Override public Tensor forward(Tensor x) {
    for (int i = 0; i < blocks.size(); i++) {
      x = blocks.get(i).forward(x);
      if (!attentions.isEmpty()) x = attentions.get(i).forward(x);
    }
    return x;
  }
}
