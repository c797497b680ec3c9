package org.vitrail.vlm.siglip;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Block;
import org.vitrail.nn.CrossAttention;
import org.vitrail.nn.DropPath;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.SelfAttention;
import org.vitrail.vit.AttentionPool;

/**
 * How the parts of a SigLIP begin, in big_vision and in transformers: maps of attention and MLPs uniform as Glorot and
 * Bengio (2010) say, other maps normal as LeCun et al. (1998) say, tables normal with deviation w^−½, biases of MLPs
 * with deviation 10⁻⁶ and others 0.
 */
final class SiglipInit {
  private static final double MLP_BIAS = 1e-6;
  /** The deviation of a standard normal distribution that is cut at two deviations. */
  private static final double CUT = 0.87962566103423978;

  private SiglipInit() {}

  static List<Block> blocks(Init init, Block.Config c, int depth) {
    return IntStream.range(0, depth).mapToObj(i -> block(init.at(i), c)).toList();
  }

  private static Block block(Init init, Block.Config c) {
    int width = c.width();
    var attention = init.at("attention");
    return new Block(LayerNorm.of(init.at("norm1"), width, c.eps()),
        new SelfAttention(glorot(attention.at("qkv"), width, 3 * width, width, width), null, null,
            Dropout.of(attention.at("dropout"), c.dropout()), glorot(attention.at("out"), width, width, width, width),
            c.heads(), c.heads(), c.causal()),
        null, DropPath.of(init.at("path1"), c.dropPath()),
        LayerNorm.of(init.at("norm2"), width, c.eps()), mlp(init.at("mlp"), c),
        null, DropPath.of(init.at("path2"), c.dropPath()));
  }

  private static Mlp mlp(Init init, Block.Config c) {
    return new Mlp(mlpMap(init.at("fc1"), c.width(), c.hidden()), c.activation(),
        Dropout.of(init.at("dropout"), c.dropout()), mlpMap(init.at("fc2"), c.hidden(), c.width()));
  }

  private static Linear mlpMap(Init init, int in, int out) {
    return new Linear(glorot(init, in, out, in, out).weight(), init.normal("bias", MLP_BIAS, out));
  }

  /** Queries, keys and values of this attention begin as one map from w to 3w. */
  static AttentionPool pool(Init init, Block.Config c) {
    int width = c.width();
    var attention = init.at("attention");
    return new AttentionPool(init.uniform("query", Math.sqrt(3.0 / width), 1, 1, width),
        new CrossAttention(glorot(attention.at("query"), width, width, width, 3 * width),
            glorot(attention.at("keyValue"), width, 2 * width, width, 3 * width),
            linear(attention.at("out"), width, width), c.heads()),
        LayerNorm.of(init.at("norm"), width, c.eps()), mlp(init.at("mlp"), c));
  }

  /** A map from {@code in} to {@code out}, drawn as if from {@code fanIn} to {@code fanOut}. */
  private static Linear glorot(Init init, int in, int out, int fanIn, int fanOut) {
    return new Linear(init.uniform("weight", Math.sqrt(6.0 / (fanIn + fanOut)), out, in), init.zeros("bias", out));
  }

  static Linear linear(Init init, int in, int out) {
    return new Linear(lecun(init, "weight", in, out, in), init.zeros("bias", out));
  }

  static Parameter lecun(Init init, String name, int fanIn, int... shape) {
    return init.truncatedNormal(name, Math.sqrt(1.0 / fanIn) / CUT, shape);
  }

  static Embedding embedding(Init init, int rows, int width) {
    return Embedding.of(init, rows, width, Math.pow(width, -0.5));
  }
}
