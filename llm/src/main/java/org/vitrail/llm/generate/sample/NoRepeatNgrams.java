package org.vitrail.llm.generate.sample;

/** Rules out each token that would complete {@code size} tokens which occurred before, the prompt included. */
public record NoRepeatNgrams(int size) implements Processor {
  public NoRepeatNgrams {
    if (size < 1) throw new IllegalArgumentException("n-grams that must not repeat have 1 token or more, not " + size);
  }

  @Override public void process(History history, float[] scores) {
    int begun = history.size() - size + 1;
    for (int start = 0; start < begun; start++) {
      int last = history.get(start + size - 1);
      if (last < scores.length && same(history, start, begun)) scores[last] = Float.NEGATIVE_INFINITY;
    }
  }

  private boolean same(History history, int a, int b) {
    for (int i = 0; i < size - 1; i++) {
      if (history.get(a + i) != history.get(b + i)) return false;
    }
    return true;
  }
}
