package org.vitrail.llm.generate.sample;

/**
 * Makes tokens that occur in prompt or text less likely, once however often they occur: a positive score is divided by
 * {@code penalty}, another one multiplied (Keskar et al. 2019, arXiv 1909.05858). Less than 1 makes them likelier.
 */
public final class RepetitionPenalty implements Processor {
  private final float penalty;
  private int[] seenIn = new int[0];
  private int call;

  public RepetitionPenalty(double penalty) {
    if (!(penalty > 0)) throw new IllegalArgumentException("the repetition penalty must be above 0, not " + penalty);
    this.penalty = (float) penalty;
  }

  @Override public void process(History history, float[] scores) {
    if (seenIn.length != scores.length) seenIn = new int[scores.length];
    call++;
    for (int i = 0; i < history.size(); i++) {
      int token = history.get(i);
      if (token >= scores.length || seenIn[token] == call) continue;
      seenIn[token] = call;
      scores[token] = scores[token] < 0 ? scores[token] * penalty : scores[token] / penalty;
    }
  }
}
