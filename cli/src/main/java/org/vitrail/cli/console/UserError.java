package org.vitrail.cli.console;

/** What the user can put right: the message is one sentence that says what, where and the remedy. */
public final class UserError extends RuntimeException {
  public UserError(String sentence) {
    super(sentence);
  }

  /** Says {@code sentence} unless what must hold does. */
  public static void unless(boolean holds, String sentence) {
    if (!holds) throw new UserError(sentence);
  }
}
