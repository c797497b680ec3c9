package org.vitrail.vlm.experiment;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.Vit;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.DualEncoder;

/**
 * The plainest two towers: a small vision transformer, and the mean of the words of a text, which does not know their
 * order; {@code S = exp(scale)·cos + bias}.
 */
public record SmallTowers(Vit images, Embedding words, Mlp texts, Linear head, Parameter scale, Parameter bias)
    implements DualEncoder {
  private static final int WIDTH = 64;
  private static final double GREATEST_SCALE = Math.log(100);

  static SmallTowers of(Init init) {
    return new SmallTowers(Vit.of(Vit.Config.classifier(32, 4, WIDTH, 3, 4, WIDTH), init.at("images")),
        Embedding.of(init.at("words"), Vocabulary.WORDS.size(), WIDTH, 1), Mlp.of(init.at("texts"), WIDTH, 4 * WIDTH,
            Activation.GELU, 0), Linear.of(init.at("head"), WIDTH, WIDTH),
        init.full("scale", Math.log(10)), init.zeros("bias"));
  }

  @Override public Tensor encodeImages(Tensor pixels) {
    return images.forward(pixels);
  }

  @Override public Tensor encodeTexts(Tensor ids) {
    var present = ids.ne(Tensor.range(1)).to(scale.dtype()).unsqueeze(-1);                      // PAD is 0
    var mean = words.forward(ids).mul(present).sum(1).div(present.sum(1));
    return head.forward(texts.forwardOnto(mean, mean));
  }

  @Override public Tensor logits(Tensor imageFeatures, Tensor textFeatures) {
    var cosines = imageEmbeddings(imageFeatures).matmul(textEmbeddings(textFeatures).t());
    return cosines.mul(scale.exp()).add(bias);
  }

  @Override public Tensor imageEmbeddings(Tensor features) {
    return features.l2Normalize(-1);
  }

  @Override public Tensor textEmbeddings(Tensor features) {
    return features.l2Normalize(-1);
  }

  @Override public void limitScale() {
    scale.assign(scale.clamp(0, GREATEST_SCALE));
  }
}
