package org.vitrail.llm.token;

/**
 * Bytes to text as they come, each character when its last byte is there; the decoder of the WHATWG Encoding standard.
 * What is not UTF-8 becomes U+FFFD, one for each beginning of a character that is not completed.
 */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder text = new StringBuilder();
  private int codePoint;
  /** Bytes of the character that are still to come, and the range of the next. */
  private int missing;
  private int least = 0x80;
  private int most = 0xBF;

  void add(byte[] bytes) {
    for (byte b : bytes) add(b & 0xFF);
  }

  private void add(int b) {
    if (missing == 0) {
      lead(b);
    } else if (b < least || b > most) {
      text.append(REPLACEMENT);
      missing = 0;
      lead(b);
    } else {
      codePoint = codePoint << 6 | b & 0x3F;
      range(0x80, 0xBF);
      if (--missing == 0) text.appendCodePoint(codePoint);
    }
  }

  private void lead(int b) {
    range(b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80, b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF);
    if (b < 0x80) {
      text.append((char) b);
    } else if (b < 0xC2 || b > 0xF4) {
      text.append(REPLACEMENT);
    } else {
      missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
      codePoint = b & 0x3F >> missing;
    }
  }

  private void range(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** The characters that have become complete since it was last asked for. */
  String take() {
    var taken = text.toString();
    text.setLength(0);
    return taken;
  }

  /** As {@link #take}, with U+FFFD for a character that has begun. */
  String finish() {
    if (missing > 0) text.append(REPLACEMENT);
    missing = 0;
    return take();
  }
}
