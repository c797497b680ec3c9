package org.vitrail.llm.token;

/** A token of a SentencePiece model. */
public record Piece(String text, float score, Kind kind) {

  /** In the order of their numbers in files, which count from 1. */
  public enum Kind {
    NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE;

    /** Of a number in a file; what is not known is normal. */
    static Kind of(int number) {
      return number >= 1 && number <= values().length ? values()[number - 1] : NORMAL;
    }
  }

  /** Whether text may become this piece. */
  boolean isText() {
    return kind == Kind.NORMAL || kind == Kind.USER_DEFINED;
  }
}
