package org.vitrail.llm.token;

/** The tokens {@code <0x00>} to {@code <0xFF>} that stand for single bytes. */
final class ByteTokens {
  private ByteTokens() {}

  static String name(int b) {
    return "<0x%02X>".formatted(b);
  }

  /** The byte that a token stands for, −1 if it is not such a token. */
  static int value(String token) {
    if (token.length() != 6 || !token.startsWith("<0x") || token.charAt(5) != '>') return -1;
    int high = hex(token.charAt(3));
    int low = hex(token.charAt(4));
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  private static int hex(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  /** The ids by byte; null unless the vocabulary has all of them. */
  static int[] ids(Vocabulary vocabulary) {
    var ids = new int[256];
    for (int b = 0; b < 256; b++) {
      ids[b] = vocabulary.id(name(b));
      if (ids[b] < 0) return null;
    }
    return ids;
  }
}
