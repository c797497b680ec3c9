package org.vitrail.llm.generate.sample;

/** Rules {@code tokens} out, always or as the first one only. */
public record Suppressed(boolean firstOnly, int... tokens) implements Processor {
  @Override public void process(History history, float[] scores) {
    if (firstOnly && history.chosen() > 0) return;
    for (int token : tokens) scores[token] = Float.NEGATIVE_INFINITY;
  }
}
