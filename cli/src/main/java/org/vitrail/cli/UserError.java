package org.vitrail.cli;

/** What the user can put right: the message is one sentence that says what, where and the remedy. */
public final class UserError extends RuntimeException {
  public UserError(String sentence) {
    super(sentence);
  }
}
