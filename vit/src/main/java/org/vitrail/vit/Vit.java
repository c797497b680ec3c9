package org.vitrail.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Block;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * Vision Transformer, Dosovitskiy et al. 2020, figure 1: a picture is a sequence of patches for a pre-norm transformer
 * encoder. Register tokens, layer scale and the mask token are DINOv2's (Oquab et al. 2023, Darcet et al. 2023).
 *
 * <p>{@code classToken}, {@code registers}, {@code maskToken}, {@code preNorm}, {@code norm}, {@code attentionPool},
 * {@code headNorm}, {@code pooler} and {@code head} are null where the configuration has none.
 */
public record Vit(Config config, PatchEmbedding patches, Parameter classToken, Parameter registers,
    Parameter maskToken, Positions positions, Dropout dropout, LayerNorm preNorm, List<Block> blocks,
    LayerNorm norm, AttentionPool attentionPool, LayerNorm headNorm, Linear pooler, Linear head) implements Part {

  /** How the tokens become one vector: the class token, the mean of the patches, attention, or not at all. */
  public enum Pooling { CLASS, MEAN, ATTENTION, NONE }

  /** Size of the pictures in pixels, their channels and the side of a patch. */
  public record Input(int height, int width, int channels, int patch) {}

  /**
   * Tokens beside the patches. {@code positioned} of them, counted from the first, have positions of their own;
   * {@code antialias} says how positions are resized for other picture sizes.
   */
  public record Tokens(boolean classToken, int registers, boolean maskToken, int positioned, boolean antialias) {
    /** The class token of the paper. */
    public static final Tokens CLASS = new Tokens(true, 0, false, 1, false);
  }

  /** How patches enter: whether their linear map has a bias, and whether all tokens are normalised before the blocks. */
  public record Entry(boolean bias, boolean norm) {
    /** That of the paper. */
    public static final Entry PLAIN = new Entry(true, false);
  }

  /** What follows the encoder; {@code classes} 0 for no classifier, {@code normAfterPooling} as timm does for means. */
  public record Head(Pooling pooling, boolean normAfterPooling, boolean tanhPooler, int classes) {
    /** A classifier on the class token. */
    public static Head classifier(int classes) {
      return new Head(Pooling.CLASS, false, false, classes);
    }
  }

  /** A vision transformer in numbers. */
  public record Config(Input input, Tokens tokens, Entry entry, int depth, Block.Config block, Head head) {

    /** With patches that enter as in the paper. */
    public Config(Input input, Tokens tokens, int depth, Block.Config block, Head head) {
      this(input, tokens, Entry.PLAIN, depth, block, head);
    }

    /** A classifier of square RGB pictures, as the paper's. */
    public static Config classifier(int side, int patch, int width, int depth, int heads, int classes) {
      return new Config(new Input(side, side, 3, patch), Tokens.CLASS, depth, Block.Config.of(width, heads),
          Head.classifier(classes));
    }

    public int rows() {
      return input.height / input.patch;
    }

    public int columns() {
      return input.width / input.patch;
    }
  }

  /** A new model: tokens and positions of deviation 0.02, weights of linear maps as {@code init} says. */
  public static Vit of(Config c, Init init) {
    int width = c.block.width();
    int prefix = c.tokens.positioned;
    var table = init.truncatedNormal("positions.table", Init.STD, 1, prefix + c.rows() * c.columns(), width);
    return new Vit(c,
        PatchEmbedding.of(init.at("patches"), c.input.channels, c.input.patch, width, c.entry.bias),
        c.tokens.classToken ? init.truncatedNormal("classToken", Init.STD, 1, 1, width) : null,
        c.tokens.registers > 0 ? init.truncatedNormal("registers", Init.STD, 1, c.tokens.registers, width) : null,
        c.tokens.maskToken ? init.zeros("maskToken", 1, width) : null,
        new Positions(table, prefix, c.rows(), c.columns(), c.tokens.antialias),
        Dropout.of(init.at("dropout"), c.block.dropout()),
        c.entry.norm ? LayerNorm.of(init.at("preNorm"), width, c.block.eps()) : null,
        IntStream.range(0, c.depth).mapToObj(i -> Block.of(init.at("blocks").at(i), ofDepth(c, i))).toList(),
        c.head.normAfterPooling ? null : LayerNorm.of(init.at("norm"), width, c.block.eps()),
        c.head.pooling == Pooling.ATTENTION ? AttentionPool.of(init.at("attentionPool"), c.block) : null,
        c.head.normAfterPooling ? LayerNorm.of(init.at("headNorm"), width, c.block.eps()) : null,
        c.head.tanhPooler ? Linear.of(init.at("pooler"), width, width) : null,
        c.head.classes > 0 ? Linear.of(init.at("head"), width, c.head.classes) : null);
  }

  /** Stochastic depth grows linearly from 0 at the first block to its full rate at the last. */
  private static Block.Config ofDepth(Config c, int i) {
    double share = c.depth > 1 ? i / (c.depth - 1.0) : 0;
    return c.block.withDropout(c.block.dropout(), c.block.dropPath() * share);
  }

  /** Class scores (B, classes) of pixels (B, C, H, W). */
  public Tensor forward(Tensor pixels) {
    return classify(encode(pixels));
  }

  /** All tokens after the encoder (B, prefix + N, D). */
  public Tensor encode(Tensor pixels) {
    var x = embed(pixels, null);
    for (var block : blocks) x = block.forward(x);
    return normalize(x);
  }

  /** The tokens before the first block and after each one, not yet normalised. */
  public List<Tensor> hiddenStates(Tensor pixels, Tensor masked) {
    var states = new ArrayList<Tensor>();
    states.add(embed(pixels, masked));
    for (var block : blocks) states.add(block.forward(states.getLast()));
    return states;
  }

  /** The sequence that enters the first block; {@code masked} (B, N) I32 marks patches to hide, or null. */
  public Tensor embed(Tensor pixels, Tensor masked) {
    var x = patches.forward(pixels);                                  // (B, N, D)
    if (masked != null) x = masked.unsqueeze(-1).where(maskToken.unsqueeze(0), x);
    var sequence = positions.sequence(prefix(), x, pixels.dim(2) / patches.patch(), pixels.dim(3) / patches.patch());
    var entered = dropout.forward(sequence);
    return preNorm == null ? entered : preNorm.forward(entered);
  }

  private Tensor prefix() {
    if (registers == null) return classToken;
    return classToken == null ? registers : Shaping.cat(1, classToken, registers);
  }

  /** The number of tokens before the patches. */
  public int prefixTokens() {
    return (classToken == null ? 0 : 1) + (registers == null ? 0 : registers.dim(1));
  }

  /** The final norm, where it comes before the pooling. */
  public Tensor normalize(Tensor x) {
    return norm == null ? x : norm.forward(x);
  }

  /** One vector for each picture (B, D). */
  public Tensor pool(Tensor x) {
    return switch (config.head.pooling) {
      case CLASS -> x.select(1, 0);
      case MEAN -> x.slice(1, prefixTokens(), x.dim(1)).mean(1);
      case ATTENTION -> attentionPool.forward(x);
      case NONE -> throw new IllegalStateException("this ViT has no pooling, read its tokens with encode");
    };
  }

  /** One vector for each picture (B, D), normalised where the final norm comes after the pooling. */
  public Tensor features(Tensor x) {
    var pooled = pool(x);
    return headNorm == null ? pooled : headNorm.forward(pooled);
  }

  /** Class scores (B, classes) of encoded tokens. */
  public Tensor classify(Tensor x) {
    return head.forward(features(x));
  }

  /** The class token through a linear map and tanh, as BERT pools (B, D). */
  public Tensor tanhPooled(Tensor x) {
    return pooler.forward(x.select(1, 0)).tanh();
  }

  /** Attention probabilities of each block (B, heads, T, T), for looking at. */
  public List<Tensor> attentionMaps(Tensor pixels) {
    var states = hiddenStates(pixels, null);
    return IntStream.range(0, blocks.size()).mapToObj(i -> {
      var block = blocks.get(i);
      return block.attention().probabilities(block.norm1().forward(states.get(i)));
    }).toList();
  }
}
