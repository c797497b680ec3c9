package org.vitrail.llm.generate.sample;

/**
 * Keeps the fewest likeliest tokens whose probabilities sum to {@code p} or more (Holtzman et al. 2019, arXiv
 * 1904.09751). Of tokens that are equally likely the later ones are kept first.
 */
public final class TopP implements Processor {
  private final double p;
  private final Selection selection = new Selection();

  public TopP(double p) {
    if (!(p >= 0 && p <= 1)) throw new IllegalArgumentException("top-p is a probability, 0 to 1, not " + p);
    this.p = p;
  }

  @Override public void process(History history, float[] scores) {
    if (p == 1) return;
    double total = selection.weigh(scores);
    int kept = selection.select(scores, Math.max(p * total, Double.MIN_VALUE));
    if (kept == 0) return;
    int last = selection.item(kept - 1);
    float least = scores[last];
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < least || scores[i] == least && i < last) scores[i] = Float.NEGATIVE_INFINITY;
    }
  }
}
