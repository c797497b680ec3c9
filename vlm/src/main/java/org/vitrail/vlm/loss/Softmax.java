package org.vitrail.vlm.loss;

import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.tensor.Tensor;

/**
 * InfoNCE both ways, the loss of CLIP (van den Oord et al. 2018, arXiv 1807.03748; Radford et al. 2021, arXiv
 * 2103.00020): each picture finds its text among all, each text its picture,
 * {@code ½·CE(S, q) + ½·CE(Sᵀ, q)} with scores S and {@code q = (1−ε)·[fits]/count + ε/candidates}. Where several texts
 * fit, they share the target. Texts of no picture are candidates for pictures and look for none themselves (NegCLIP,
 * Yuksekgonul et al. 2022, arXiv 2210.01936).
 *
 * @param smoothing ε, as ALIGN has it (Jia et al. 2021, arXiv 2102.05918)
 */
public record Softmax(double smoothing) implements Objective {
  /** CLIP's, without smoothing. */
  public static final Softmax PLAIN = new Softmax(0);

  @Override public Tensor of(Tensor logits, Pairing pairing) {
    return of(logits, logits.slice(1, 0, pairing.pictures()).t(), pairing, 0);
  }

  /**
   * The loss of a share of the pictures, and their texts, among all.
   *
   * @param ofPictures scores (share, texts)
   * @param ofTexts scores (share, pictures)
   * @param first the first picture of the share
   */
  public Tensor of(Tensor ofPictures, Tensor ofTexts, Pairing pairing, int first) {
    return oneWay(ofPictures, pairing, first).add(oneWay(ofTexts, pairing, first)).mul(0.5);
  }

  private Tensor oneWay(Tensor logits, Pairing pairing, int first) {
    var fits = pairing.fits(logits, first, 0);                        // (share, candidates)
    return CrossEntropy.MEAN.withSmoothing(smoothing).of(logits, fits.div(fits.sumKeep(1)));
  }
}
