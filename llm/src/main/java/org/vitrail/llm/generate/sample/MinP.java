package org.vitrail.llm.generate.sample;

/**
 * Keeps the tokens that are at least {@code share} times as likely as the likeliest (Nguyen et al. 2024, arXiv
 * 2407.01082): scores not below the greatest one + log {@code share}.
 */
public record MinP(double share) implements Processor {
  public MinP {
    if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("min-p is a share, 0 to 1, not " + share);
  }

  @Override public void process(History history, float[] scores) {
    double least = Softmax.max(scores) + Math.log(share);
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < least) scores[i] = Float.NEGATIVE_INFINITY;
    }
  }
}
