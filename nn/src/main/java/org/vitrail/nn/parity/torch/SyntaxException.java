package org.vitrail.nn.parity.torch;

/** An expression that cannot be read. */
final class SyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private static final int CONTEXT = 100;

  SyntaxException(String text, int at, String problem) {
    super("'" + around(text, at) + "', character " + (at + 1) + ": " + problem);
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - CONTEXT), Math.min(text.length(), at + CONTEXT));
  }
}
