package org.vitrail.vlm.loss;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Embedding;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.DualEncoder;

/** The least model of two towers: a linear map of pixels (n, 12), a mean of word vectors. */
public record LinearTowers(Linear image, Embedding words, Parameter scale, Parameter bias) implements DualEncoder {

  static LinearTowers of(int width) {
    var init = Init.of(3).withStd(0.5);
    return new LinearTowers(Linear.of(init.at("image"), 12, width), Embedding.of(init.at("words"), 20, width, 1),
        init.full("scale", 2), init.full("bias", -4));
  }

  @Override public Tensor encodeImages(Tensor pixels) {
    return image.forward(pixels).tanh().l2Normalize(1);
  }

  @Override public Tensor encodeTexts(Tensor ids) {
    return words.forward(ids).mean(1).l2Normalize(1);
  }

  @Override public Tensor logits(Tensor images, Tensor texts) {
    return images.matmul(texts.t()).mul(scale.exp()).add(bias);
  }

  @Override public Tensor imageEmbeddings(Tensor images) {
    return images;
  }

  @Override public Tensor textEmbeddings(Tensor texts) {
    return texts;
  }

  @Override public void limitScale() {}
}
