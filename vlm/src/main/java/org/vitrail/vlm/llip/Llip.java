package org.vitrail.vlm.llip;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;

/**
 * Llip (Lavoie et al. 2024, arXiv 2405.00740): the vision transformer of CLIP with K mixture tokens in place of its
 * class token, from which each text takes what it asks for. A picture and a text score
 * {@code exp(scale)·cos(z(x, t), v(t)) + bias}: every pair is scored with the mixture of its own text, those that do
 * not fit as well. Features of pictures are the keys and values of their tokens (n, 2, H, K, a), those of texts the
 * states g (m, w), of which both the query and the vector v come.
 *
 * @param vit its registers are the mixture tokens
 * @param text its projection makes v
 * @param scale the logarithm of the factor, ()
 * @param bias ()
 */
public record Llip(Config config, Vit vit, TextTower text, Mixer mixer, Parameter scale, Parameter bias)
    implements DualEncoder {
  /** As in SigLIP, from which the loss is. */
  private static final double FACTOR = 10;
  private static final double BIAS = -10;

  /** A Llip in numbers. */
  public record Config(Vit.Config image, TextTower.Config text, Mixer.Config mixer) {

    /** A vision transformer as CLIP's, with {@code tokens} mixture tokens. */
    public static Vit.Config image(Vit.Input input, int tokens, int depth, Block.Config block) {
      return new Vit.Config(input, new Vit.Tokens(false, tokens, false, tokens, false), new Vit.Entry(false, true),
          depth, block, new Vit.Head(Vit.Pooling.NONE, false, false, 0));
    }

    /**
     * For generated scenes of 32 pixels: the towers of the small CLIP, 8 mixture tokens, 4 heads of width 16.
     *
     * @param context tokens of the longest text
     * @param end the token whose state stands for a text
     */
    public static Config small(int vocabulary, int context, int end) {
      return new Config(image(new Vit.Input(32, 32, 3, 4), 8, 3, block(64, 4, false)),
          new TextTower.Config(vocabulary, context, 2, block(64, 4, true), new TextPooling.FirstOf(end), 64, false),
          new Mixer.Config(4, 16, 1));
    }

    private static Block.Config block(int width, int heads, boolean causal) {
      return new Block.Config(width, heads, 4 * width, 1e-5, Activation.QUICK_GELU, false, true, false, 0, 0, 0,
          causal);
    }

    /** Number of learned values, norms and biases left out. */
    public double parameters() {
      double mixed = (double) mixer.heads() * mixer.headDim();
      return new VitTower.Config(image, 0).parameters() + text.parameters()
          + 2.0 * tokens() * image.block().width()
          + mixed * (2.0 * image.block().width() + text.block().width() + text.out());
    }

    /** K. */
    public int tokens() {
      return image.tokens().registers();
    }
  }

  /** A new model: towers as CLIP's begin, scale and bias as SigLIP's. */
  public static Llip of(Config c, Init init) {
    return new Llip(c, VitTower.vit(c.image, init.at("vit")), TextTower.of(c.text, init.at("text")),
        Mixer.of(init.at("mixer"), c.mixer, c.image.block().width(), c.text.block().width(), c.text.out()),
        init.full("scale", Math.log(FACTOR)), init.full("bias", BIAS));
  }

  /** The mixture tokens m (n, K, D) of pictures. */
  public Tensor mixtureTokens(Tensor pixels) {
    return vit.encode(pixels).slice(1, 0, config.tokens());
  }

  @Override public Tensor encodeImages(Tensor pixels) {
    return mixer.keysAndValues(mixtureTokens(pixels));
  }

  @Override public Tensor encodeTexts(Tensor ids) {
    return text.state(ids, text.encode(ids));
  }

  @Override public Tensor logits(Tensor images, Tensor texts) {
    var u = mixer.mix(images, texts).l2Normalize(-1);                               // (n, m, d)
    return u.mul(textEmbeddings(texts)).sum(-1).mul(scale.exp()).add(bias);         // (n, m)
  }

  /** Llip's vector of a picture depends on the text; this one, for lack of a text, has all mixture tokens alike. */
  @Override public Tensor imageEmbeddings(Tensor images) {
    return mixer.mean(images).l2Normalize(-1);
  }

  @Override public boolean comparesEmbeddings() {
    return false;
  }

  @Override public Tensor textEmbeddings(Tensor texts) {
    return text.projection().forward(texts).l2Normalize(-1);
  }

  /** Nothing, as in SigLIP. */
  @Override public void limitScale() {}
}
