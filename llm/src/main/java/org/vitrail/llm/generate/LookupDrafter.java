package org.vitrail.llm.generate;

import org.vitrail.llm.generate.sample.History;

/** Guesses what followed the last occurrence of the text's end. */
final class LookupDrafter implements Drafter {
  private final int longest;

  LookupDrafter(int longest) {
    this.longest = longest;
  }

  /** Certain guesses: those from {@code start} on. */
  private record Repeated(History history, int start, int count) implements Guesses {
    @Override public int token(int i) {
      return history.get(start + i);
    }

    @Override public double probability(int i, int token) {
      return token == token(i) ? 1 : 0;
    }
  }

  @Override public Guesses guess(History history, int most) {
    int size = history.size();
    for (int n = Math.min(longest, size - 1); n > 0; n--) {
      for (int start = size - n - 1; start >= 0; start--) {
        if (!same(history, start, size - n, n)) continue;
        return new Repeated(history, start + n, Math.min(most, size - start - n));
      }
    }
    return new Repeated(history, 0, 0);
  }

  private static boolean same(History history, int a, int b, int n) {
    for (int i = 0; i < n; i++) {
      if (history.get(a + i) != history.get(b + i)) return false;
    }
    return true;
  }
}
