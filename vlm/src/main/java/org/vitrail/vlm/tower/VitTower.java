package org.vitrail.vlm.tower;

import org.vitrail.nn.Dropout;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.PatchEmbedding;
import org.vitrail.vit.Positions;
import org.vitrail.vit.Vit;

/** A vision transformer whose pooled token goes through a linear map without bias. */
public record VitTower(Vit vit, Linear projection) implements ImageTower {

  /** Its transformer, which has no classifier, and the width of the result. */
  public record Config(Vit.Config vit, int out) implements ImageTower.Config {
    @Override public int height() {
      return vit.input().height();
    }

    @Override public int width() {
      return vit.input().width();
    }

    @Override public int channels() {
      return vit.input().channels();
    }
  }

  /**
   * A new tower as CLIP's begins: class token, positions and projection of deviation width^−½, patches uniform within
   * fan-in^−½. What the reference leaves to PyTorch's defaults in the blocks begins as {@link ClipBlocks}.
   */
  public static VitTower of(Config config, Init init) {
    var c = config.vit;
    var input = c.input();
    int width = c.block().width();
    double std = Math.pow(width, -0.5);
    int fanIn = input.channels() * input.patch() * input.patch();
    var at = init.at("vit");
    var table = at.normal("positions.table", std, 1, 1 + c.rows() * c.columns(), width);
    boolean normLast = c.head().normAfterPooling();
    var vit = new Vit(c,
        new PatchEmbedding(at.uniform("patches.weight", Math.pow(fanIn, -0.5), width, input.channels(), input.patch(),
            input.patch()), null),
        at.normal("classToken", std, 1, 1, width), null, null,
        new Positions(table, 1, c.rows(), c.columns(), c.tokens().antialias()),
        Dropout.of(at.at("dropout"), c.block().dropout()),
        c.entry().norm() ? LayerNorm.of(at.at("preNorm"), width, c.block().eps()) : null,
        ClipBlocks.of(at.at("blocks"), c.block(), c.depth()),
        normLast ? null : LayerNorm.of(at.at("norm"), width, c.block().eps()), null,
        normLast ? LayerNorm.of(at.at("headNorm"), width, c.block().eps()) : null, null, null);
    return new VitTower(vit, Linear.normal(init.at("projection"), width, config.out, false, std));
  }

  @Override public Tensor forward(Tensor pixels) {
    return project(vit.encode(pixels));
  }

  /** A vector (n, out) for each picture, of its encoded tokens. */
  public Tensor project(Tensor encoded) {
    return projection.forward(vit.features(encoded));
  }
}
