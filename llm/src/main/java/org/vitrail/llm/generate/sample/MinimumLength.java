package org.vitrail.llm.generate.sample;

/** Rules the tokens {@code ends} out until {@code tokens} have been chosen. */
public record MinimumLength(int tokens, int... ends) implements Processor {
  @Override public void process(History history, float[] scores) {
    if (history.chosen() >= tokens) return;
    for (int end : ends) scores[end] = Float.NEGATIVE_INFINITY;
  }
}
