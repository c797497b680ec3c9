package org.vitrail.llm.generate.sample;

/** Keeps the {@code k} greatest scores, and those equal to the least of them (Fan et al. 2018, arXiv 1805.04833). */
public final class TopK implements Processor {
  private final int k;
  private final Selection selection = new Selection();

  public TopK(int k) {
    if (k < 1) throw new IllegalArgumentException("top-k keeps 1 token or more, not " + k);
    this.k = k;
  }

  @Override public void process(History history, float[] scores) {
    if (k >= scores.length) return;
    selection.fill(scores);
    selection.keepFrom(selection.count(scores, k), scores, scores);
  }
}
