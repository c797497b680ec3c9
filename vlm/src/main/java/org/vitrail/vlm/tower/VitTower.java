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
    public Config {
      var input = vit.input();
      if (input.height() % input.patch() != 0 || input.width() % input.patch() != 0) {
        throw new IllegalArgumentException("pictures of " + input.width() + " by " + input.height()
            + " pixels are not whole patches of " + input.patch());
      }
    }

    @Override public int height() {
      return vit.input().height();
    }

    @Override public int width() {
      return vit.input().width();
    }

    @Override public int channels() {
      return vit.input().channels();
    }

    @Override public double parameters() {
      var input = vit.input();
      double patch = (double) input.channels() * input.patch() * input.patch();
      double rows = 1 + (double) vit.rows() * vit.columns() + patch + out;
      return rows * vit.block().width() + vit.depth() * ClipBlocks.parameters(vit.block());
    }
  }

  /** A new tower as CLIP's begins, its projection of deviation width^−½. */
  public static VitTower of(Config config, Init init) {
    int width = config.vit.block().width();
    return new VitTower(vit(config.vit, init.at("vit")),
        Linear.normal(init.at("projection"), width, config.out, false, Math.pow(width, -0.5)));
  }

  /**
   * A new transformer as CLIP's begins: tokens and positions of deviation width^−½, patches uniform within fan-in^−½.
   * What the reference leaves to PyTorch's defaults in the blocks begins as {@link ClipBlocks}.
   */
  public static Vit vit(Vit.Config c, Init init) {
    var input = c.input();
    var tokens = c.tokens();
    int width = c.block().width();
    double std = Math.pow(width, -0.5);
    int fanIn = input.channels() * input.patch() * input.patch();
    var table = init.normal("positions.table", std, 1, tokens.positioned() + c.rows() * c.columns(), width);
    boolean normLast = c.head().normAfterPooling();
    return new Vit(c,
        new PatchEmbedding(init.uniform("patches.weight", Math.pow(fanIn, -0.5), width, input.channels(), input.patch(),
            input.patch()), null),
        tokens.classToken() ? init.normal("classToken", std, 1, 1, width) : null,
        tokens.registers() > 0 ? init.normal("registers", std, 1, tokens.registers(), width) : null, null,
        new Positions(table, tokens.positioned(), c.rows(), c.columns(), tokens.antialias()),
        Dropout.of(init.at("dropout"), c.block().dropout()),
        c.entry().norm() ? LayerNorm.of(init.at("preNorm"), width, c.block().eps()) : null,
        ClipBlocks.of(init.at("blocks"), c.block(), c.depth()),
        normLast ? null : LayerNorm.of(init.at("norm"), width, c.block().eps()), null,
        normLast ? LayerNorm.of(init.at("headNorm"), width, c.block().eps()) : null, null, null);
  }

  @Override public Tensor forward(Tensor pixels) {
    return project(vit.encode(pixels));
  }

  /** A vector (n, out) for each picture, of its encoded tokens. */
  public Tensor project(Tensor encoded) {
    return projection.forward(vit.features(encoded));
  }
}
