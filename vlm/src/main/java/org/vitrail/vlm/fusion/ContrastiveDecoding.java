package org.vitrail.vlm.fusion;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.llm.generate.sample.Softmax;

/**
 * Contrastive decoding of codes, CD-K (Yu et al. 2023, arXiv 2309.02591, section 2.3; with k = 1 Li et al. 2022, arXiv
 * 2210.15097): codes that are likely after the text, by how much likelier they are than without it,
 * {@code log p_c(v) − log p_u(v)} where {@code p_c(v) ≥ alpha·(the k-th greatest p_c)}, else −∞.
 */
public record ContrastiveDecoding(double alpha, int k) implements PictureScores {

  public ContrastiveDecoding {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha of " + alpha + " is not between 0 and 1");
    }
    if (k < 1) throw new IllegalArgumentException("the " + k + "-th greatest probability; choose k of 1 or more");
  }

  @Override public void combine(float[] conditional, float[] unconditional) {
    var weak = unconditional.clone();
    Softmax.toLogProbabilities(conditional);
    Softmax.toLogProbabilities(weak);
    double least = Math.log(alpha) + kth(conditional);
    for (int i = 0; i < conditional.length; i++) {
      conditional[i] = conditional[i] >= least && conditional[i] > Float.NEGATIVE_INFINITY
          ? conditional[i] - weak[i] : Float.NEGATIVE_INFINITY;
    }
  }

  /** The k-th greatest score; the least finite one where there are fewer. */
  private float kth(float[] scores) {
    var finite = IntStream.range(0, scores.length).filter(i -> scores[i] > Float.NEGATIVE_INFINITY)
        .mapToDouble(i -> scores[i]).toArray();
    Arrays.sort(finite);
    return finite.length == 0 ? Float.NEGATIVE_INFINITY : (float) finite[Math.max(0, finite.length - k)];
  }
}
