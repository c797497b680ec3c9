package org.vitrail.llm.generate;

import org.vitrail.llm.generate.sample.History;

/** Guesses what follows one text. */
interface Drafter {

  /** At most {@code most} tokens that may follow {@code history}, or none; valid until the next call. */
  Guesses guess(History history, int most);

  /** Some guesses. */
  interface Guesses {
    int count();

    /** Guess {@code i}. */
    int token(int i);

    /** The probability with which guess {@code i} would have been {@code token}. */
    double probability(int i, int token);
  }

  static Drafter of(Draft draft, LanguageModel target, Settings settings) {
    return switch (draft) {
      case Draft.OfModel(var model) -> new ModelDrafter(model, target.vocabulary(), settings);
      case Draft.Lookup(int longest) -> new LookupDrafter(longest);
    };
  }
}
