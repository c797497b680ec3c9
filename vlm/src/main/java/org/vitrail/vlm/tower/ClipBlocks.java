package org.vitrail.vlm.tower;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.Block;
import org.vitrail.nn.DropPath;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.Scale;
import org.vitrail.nn.SelfAttention;

/**
 * Transformer blocks that begin as those of OpenAI's CLIP: normal weights, of deviation w^−½ for queries, keys and
 * values, (2w)^−½ for the first map of the MLP, and w^−½·(2·depth)^−½ for the two maps that end on the residual.
 */
public final class ClipBlocks {
  private ClipBlocks() {}

  /** {@code depth} new blocks. */
  public static List<Block> of(Init init, Block.Config c, int depth) {
    return IntStream.range(0, depth).mapToObj(i -> block(init.at(i), c, depth)).toList();
  }

  /** Number of learned values of a block, norms and biases left out. */
  static double parameters(Block.Config c) {
    return 4.0 * c.width() * c.width() + 2.0 * c.width() * c.hidden();
  }

  private static Block block(Init init, Block.Config c, int depth) {
    int width = c.width();
    double std = Math.pow(width, -0.5);
    double last = std * Math.pow(2.0 * depth, -0.5);
    var mlp = init.at("mlp");
    return new Block(LayerNorm.of(init.at("norm1"), width, c.eps()),
        attention(init.at("attention"), c, std, last), scale(init.at("scale1"), c),
        DropPath.of(init.at("path1"), c.dropPath()),
        LayerNorm.of(init.at("norm2"), width, c.eps()),
        new Mlp(Linear.normal(mlp.at("fc1"), width, c.hidden(), true, Math.pow(2.0 * width, -0.5)), c.activation(),
            Dropout.of(mlp.at("dropout"), c.dropout()), Linear.normal(mlp.at("fc2"), c.hidden(), width, true, last)),
        scale(init.at("scale2"), c), DropPath.of(init.at("path2"), c.dropPath()));
  }

  private static SelfAttention attention(Init init, Block.Config c, double std, double last) {
    int width = c.width();
    return new SelfAttention(Linear.normal(init.at("qkv"), width, 3 * width, c.qkvBias(), std),
        headNorm(init.at("qNorm"), c), headNorm(init.at("kNorm"), c),
        Dropout.of(init.at("dropout"), c.dropout()), Linear.normal(init.at("out"), width, width, true, last),
        c.heads(), c.heads(), c.causal());
  }

  private static LayerNorm headNorm(Init init, Block.Config c) {
    return c.qkNorm() ? LayerNorm.of(init, c.width() / c.heads(), c.eps()) : null;
  }

  private static Scale scale(Init init, Block.Config c) {
    return c.layerScale() == 0 ? null : Scale.of(init, c.width(), c.layerScale());
  }
}
