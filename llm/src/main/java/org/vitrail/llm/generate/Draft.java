package org.vitrail.llm.generate;

/** Guesses the next tokens cheaply, for a model that then reads all guesses at once; see {@link Generation#draft}. */
public sealed interface Draft {

  /** A smaller model of the same vocabulary. */
  record OfModel(LanguageModel model) implements Draft {}

  /**
   * What followed the last few tokens where they occurred before (Saxena 2023, "prompt lookup decoding"): good where an
   * answer repeats much of the prompt.
   *
   * @param longest tokens that are looked for; if there are none, ever fewer
   */
  record Lookup(int longest) implements Draft {
    public Lookup {
      if (longest < 1) throw new IllegalArgumentException("a lookup compares 1 token or more, not " + longest);
    }
  }
}
