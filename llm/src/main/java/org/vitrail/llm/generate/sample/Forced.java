package org.vitrail.llm.generate.sample;

import java.util.Arrays;

/** Makes {@code token} the only choice, of score 0, when {@code chosen} tokens have been chosen. */
public record Forced(int chosen, int token) implements Processor {
  @Override public void process(History history, float[] scores) {
    if (history.chosen() != chosen) return;
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    scores[token] = 0;
  }
}
