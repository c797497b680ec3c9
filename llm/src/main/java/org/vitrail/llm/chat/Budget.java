package org.vitrail.llm.chat;

/** What a template may use up: steps, characters and depth of calls, so that a hostile one ends soon and small. */
final class Budget {
  private static final int STEPS = 2_000_000;
  private static final int CHARACTERS = 20_000_000;
  private static final int CALLS = 50;

  private int steps;
  private long characters;
  private int calls;

  void step() {
    if (++steps > STEPS) throw new TemplateException("the chat template takes more than " + STEPS + " steps");
  }

  /** Counts the characters of texts, and the elements of lists, that are made. */
  void write(long length) {
    characters += length;
    if (characters > CHARACTERS) {
      throw new TemplateException("the chat template makes texts and lists of more than " + CHARACTERS + " characters");
    }
  }

  void enter() {
    if (++calls > CALLS) throw new TemplateException("the chat template's macros call each other more than " + CALLS
        + " deep");
  }

  void leave() {
    calls--;
  }
}
