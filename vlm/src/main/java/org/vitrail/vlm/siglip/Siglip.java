package org.vitrail.vlm.siglip;

import java.util.Map;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.nn.LayerNorm;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.Vit;
import org.vitrail.vit.image.ModelInput;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;

/**
 * SigLIP (Zhai et al. 2023, arXiv 2303.15343) and SigLIP 2 (Tschannen et al. 2025, arXiv 2502.14786): a vision
 * transformer pooled by attention, a text tower that looks both ways and is read at its last place, and for each pair
 * the log-odds {@code exp(scale)·cos + bias} that the text is true of the picture.
 *
 * @param scale the logarithm of the factor, ()
 * @param bias ()
 */
public record Siglip(Config config, SiglipTower image, TextTower text, Parameter scale, Parameter bias)
    implements DualEncoder {
  /** The factor and the bias with which training begins: most pairs do not fit. */
  private static final double FACTOR = 10;
  private static final double BIAS = -10;

  /**
   * A SigLIP in numbers.
   *
   * @param naflex whether pictures keep their proportions, as in SigLIP 2; {@code image.input} is then the square for
   *     which positions are learned
   */
  public record Config(Vit.Config image, TextTower.Config text, boolean naflex) {

    /** Square RGB pictures, MLPs four times as wide. */
    public static Config of(int side, int patch, int width, int depth, int heads, int vocabulary, int context,
        int textDepth) {
      var block = block(width, heads, 4 * width);
      return new Config(image(new Vit.Input(side, side, 3, patch), depth, block),
          new TextTower.Config(vocabulary, context, textDepth, block, new TextPooling.Last(), width, true), false);
    }

    /** For generated scenes of 32 pixels and {@code vocabulary} words: quick to train. */
    public static Config small(int vocabulary) {
      return of(32, 4, 64, 3, 4, vocabulary, 18, 2);
    }

    /** Number of learned values, norms and biases left out. */
    public double parameters() {
      return new VitTower.Config(image, 0).parameters() + text.parameters();
    }

    static Block.Config block(int width, int heads, int hidden) {
      return new Block.Config(width, heads, hidden, 1e-6, Activation.GELU_TANH, false, true, false, 0, 0, 0, false);
    }

    static Vit.Config image(Vit.Input input, int depth, Block.Config block) {
      return new Vit.Config(input, new Vit.Tokens(false, 0, false, 0, false), depth, block,
          new Vit.Head(Vit.Pooling.ATTENTION, false, false, 0));
    }
  }

  /** A new model as the paper begins. */
  public static Siglip of(Config c, Init init) {
    var image = init.at("image");
    return new Siglip(c, c.naflex ? NaflexTower.of(c.image, image) : SiglipTower.Square.of(c.image, image),
        text(c.text, init.at("text")), init.full("scale", Math.log(FACTOR)), init.full("bias", BIAS));
  }

  private static TextTower text(TextTower.Config c, Init init) {
    int width = c.block().width();
    return new TextTower(c, SiglipInit.embedding(init.at("tokens"), c.vocabulary(), width),
        init.normal("positions", Math.pow(width, -0.5), c.context(), width),
        SiglipInit.blocks(init.at("blocks"), c.block(), c.depth()),
        LayerNorm.of(init.at("norm"), width, c.block().eps()),
        c.out() == 0 ? null : SiglipInit.linear(init.at("projection"), width, c.out()));
  }

  /** Vectors (n, d) of length 1. */
  @Override public Tensor encodeImages(Tensor pixels) {
    return image.forward(pixels).l2Normalize(-1);
  }

  @Override public Tensor encodeImages(Map<String, ModelInput> inputs) {
    return image instanceof NaflexTower naflex ? naflex.forward(Patches.of(inputs)).l2Normalize(-1)
        : DualEncoder.super.encodeImages(inputs);
  }

  /** Vectors (m, d) of length 1. */
  @Override public Tensor encodeTexts(Tensor ids) {
    return text.forward(ids).l2Normalize(-1);
  }

  @Override public Tensor logits(Tensor images, Tensor texts) {
    return images.matmul(texts.t()).mul(scale.exp()).add(bias);                    // (n, m)
  }

  @Override public Tensor imageEmbeddings(Tensor images) {
    return images;
  }

  @Override public Tensor textEmbeddings(Tensor texts) {
    return texts;
  }

  /** Nothing: the paper sets the scale no limits, and released models are beyond CLIP's. */
  @Override public void limitScale() {}
}
