package org.vitrail.vlm.clip;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.tower.ImageTower;
import org.vitrail.vlm.tower.ResNetTower;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;

/**
 * CLIP (Radford et al. 2021, arXiv 2103.00020): a vector u of length 1 for each picture, a vector v of length 1 for
 * each text, and scores {@code exp(logScale)·u·v}.
 *
 * @param bias added to the scores by models that open_clip trained with a sigmoid; else null
 */
public record Clip(Config config, ImageTower image, TextTower text, Parameter logScale, Parameter bias)
    implements DualEncoder {
  /** ln(1/0.07), where the scale begins. */
  public static final double LOG_SCALE = Math.log(1 / 0.07);
  private static final double MOST = Math.log(100);

  /**
   * A model in numbers.
   *
   * @param logScale where the scale begins
   * @param bias where the bias begins; null for none
   */
  public record Config(ImageTower.Config image, TextTower.Config text, double logScale, Double bias) {

    /**
     * The small model for generated scenes: pictures of 32 pixels in patches of 4, 3 blocks; texts through 2 blocks;
     * everything 64 wide with 4 heads.
     *
     * @param context tokens of the longest text
     * @param end the token whose state stands for a text
     */
    public static Config small(int vocabulary, int context, int end) {
      var vit = new Vit.Config(new Vit.Input(32, 32, 3, 4), Vit.Tokens.CLASS, new Vit.Entry(false, true), 3,
          block(64, 4, false), new Vit.Head(Vit.Pooling.CLASS, false, false, 0));
      return new Config(new VitTower.Config(vit, 64), smallText(vocabulary, context, end), LOG_SCALE, null);
    }

    /** As {@link #small}, with a residual network of four blocks for pictures of 64 pixels. */
    public static Config smallResNet(int vocabulary, int context, int end) {
      return new Config(new ResNetTower.Config(List.of(1, 1, 1, 1), 16, 64, 8, 64), smallText(vocabulary, context, end),
          LOG_SCALE, null);
    }

    /** Number of learned values, norms and biases left out. */
    public double parameters() {
      return image.parameters() + text.parameters();
    }

    private static TextTower.Config smallText(int vocabulary, int context, int end) {
      return new TextTower.Config(vocabulary, context, 2, block(64, 4, true), new TextPooling.FirstOf(end), 64, false);
    }

    /** A block of CLIP's: four times as wide inside, QuickGELU, eps 1e-5. */
    private static Block.Config block(int width, int heads, boolean causal) {
      return new Block.Config(width, heads, 4 * width, 1e-5, Activation.QUICK_GELU, false, true, false, 0, 0, 0,
          causal);
    }
  }

  /** A new model, to be trained. */
  public static Clip of(Config c, Init init) {
    return new Clip(c, ImageTower.of(c.image, init.at("image")), TextTower.of(c.text, init.at("text")),
        init.full("logScale", c.logScale), c.bias == null ? null : init.full("bias", c.bias));
  }

  /** The vectors u (n, d), of length 1. */
  @Override public Tensor encodeImages(Tensor pixels) {
    return image.forward(pixels).l2Normalize(-1);
  }

  /** The vectors v (m, d), of length 1. */
  @Override public Tensor encodeTexts(Tensor ids) {
    return text.forward(ids).l2Normalize(-1);
  }

  @Override public Tensor logits(Tensor images, Tensor texts) {
    var logits = images.matmul(texts.t()).mul(logScale.exp());                     // (n, m)
    return bias == null ? logits : logits.add(bias);
  }

  @Override public Tensor imageEmbeddings(Tensor images) {
    return images;
  }

  @Override public Tensor textEmbeddings(Tensor texts) {
    return texts;
  }

  /** Keeps the scale from 1 to 100. */
  @Override public void limitScale() {
    logScale.assign(logScale.detach().clamp(0, MOST));
  }
}
