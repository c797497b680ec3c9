package org.vitrail.vlm.fusion;

/** Which tokens may come next. It follows one document that grows. */
interface Grammar {

  /** Takes note of a token of the prompt. */
  void read(int id);

  /** Takes note of a token that has been chosen. */
  void write(int id);

  /** Whether nothing may follow. */
  boolean ended();

  /** Codes written of the picture in progress; −1 if the next token may be something else than a code. */
  int codes();

  /** The only token that may come next; −1 if there is a choice. */
  int forced();

  /** Whether a token may come next where {@code left} tokens have room. */
  boolean allows(int id, int left);

  /** Rules out what may not come next. */
  default void allow(float[] scores, int left) {
    for (int id = 0; id < scores.length; id++) {
      if (!allows(id, left)) scores[id] = Float.NEGATIVE_INFINITY;
    }
  }
}
