package org.vitrail.nn.loss;

import java.util.stream.IntStream;
import org.vitrail.tensor.Tensor;

/** Losses of image embeddings (n, d) and text embeddings (n, d), both of length 1; row n of each belong together. */
public final class Contrastive {
  /** Two losses that are added up; the second one is of captions or of a teacher. */
  public record Two(Tensor contrastive, Tensor other) {
    public Tensor sum() {
      return contrastive.add(other);
    }
  }

  private Contrastive() {}

  /** CLIP (Radford et al. 2021): each image finds its text among all, each text its image. */
  public static Tensor clip(Tensor image, Tensor text, Tensor scale) {
    var logits = image.matmul(text.t()).mul(scale);                                  // (n, n)
    int[] pair = IntStream.range(0, logits.dim(0)).toArray();                        // row n matches column n
    return logits.crossEntropy(pair).add(logits.t().crossEntropy(pair)).mul(0.5);
  }

  /** SigLIP (Zhai et al. 2023): {@code −Σ log σ(z·(scale·x·y + bias))/n}, z = 1 for true pairs, else −1. */
  public static Tensor siglip(Tensor image, Tensor text, Tensor scale, Tensor bias) {
    int n = image.dim(0);
    var logits = image.matmul(text.t()).mul(scale).add(bias);                        // (n, n)
    var z = image.intsHere(IntStream.range(0, n).toArray(), n).oneHot(n).to(logits.dtype()).mul(2).sub(1);
    return logits.mul(z).logSigmoid().sum().div(n).neg();
  }

  /**
   * CoCa (Yu et al. 2022): CLIP's loss, and the cross-entropy of caption logits (n, positions, vocabulary) with the
   * caption's ids (n, positions) but for {@code pad}.
   */
  public static Two coca(Tensor image, Tensor text, Tensor scale, double contrastiveWeight, Tensor captionLogits,
      Tensor caption, int pad, double captionWeight) {
    var words = CrossEntropy.MEAN.ignoring(pad).of(captionLogits, caption);
    return new Two(clip(image, text, scale).mul(contrastiveWeight), words.mul(captionWeight));
  }

  /** CLIP's loss, and the cross-entropy of its distributions with those of a teacher's embeddings. */
  public static Two distilled(Tensor image, Tensor text, Tensor scale, Tensor teacherImage, Tensor teacherText,
      Tensor teacherScale) {
    var logits = image.matmul(text.t()).mul(scale);
    var teacher = teacherImage.matmul(teacherText.t()).mul(teacherScale);
    var distill = CrossEntropy.MEAN.of(logits, teacher.softmax(-1))
        .add(CrossEntropy.MEAN.of(logits.t(), teacher.t().softmax(-1))).mul(0.5);
    return new Two(clip(image, text, scale), distill);
  }
}
