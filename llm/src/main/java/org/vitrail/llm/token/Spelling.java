package org.vitrail.llm.token;

/** How tokens read as text. */
interface Spelling {

  /** The bytes that {@code token} adds to a text after {@code previous}, which is null for the first. */
  byte[] bytes(String token, String previous);

  /** Whether a token that is read counts as the first as long as those before it have added nothing. */
  default boolean waitsForText() {
    return false;
  }
}
