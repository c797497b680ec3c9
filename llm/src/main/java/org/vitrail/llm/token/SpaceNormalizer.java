package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;

/**
 * SentencePiece's normaliser: texts of the map become their normal form, user-defined pieces stay as they are, and
 * spaces are trimmed, joined and written as U+2581.
 *
 * @param charsmap null for none
 * @param userDefined the user-defined pieces
 */
record SpaceNormalizer(Rules rules, Charsmap charsmap, Trie userDefined) implements Normalizer {

  /**
   * @param dummyPrefix whether a text begins with a space
   * @param trimmed whether spaces at the ends go, and those in a row become one
   * @param escaped whether spaces are written as U+2581
   * @param suffixed whether the space goes to the end instead
   */
  record Rules(boolean dummyPrefix, boolean trimmed, boolean escaped, boolean suffixed) {
    static final Rules LLAMA = new Rules(true, false, true, false);

    private String space() {
      return escaped ? String.valueOf(SentencePiece.SPACE) : " ";
    }
  }

  @Override public String apply(String text) {
    return new Run(text).result();
  }

  private final class Run {
    private final String text;
    private final byte[] utf8;
    private int at;
    private int atByte;

    Run(String text) {
      this.text = text;
      utf8 = charsmap == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    String result() {
      int start = 0;
      while (rules.trimmed && at < text.length() && next().equals(" ")) start = at;
      if (start == text.length() || text.isEmpty()) return "";
      back(start);
      var result = new StringBuilder(text.length() + 16);
      if (rules.dummyPrefix && !rules.suffixed) result.append(rules.space());
      boolean afterSpace = rules.trimmed;
      while (at < text.length()) {
        var normal = next();
        int from = 0;
        while (afterSpace && from < normal.length() && normal.charAt(from) == ' ') from++;
        if (from < normal.length()) {
          result.append(rules.escaped ? normal.substring(from).replace(' ', SentencePiece.SPACE)
              : normal.substring(from));
          afterSpace = normal.endsWith(" ");
        }
        afterSpace &= rules.trimmed;
      }
      if (rules.trimmed) {
        int end = result.length();
        while (end > 0 && result.charAt(end - 1) == rules.space().charAt(0)) end--;
        result.setLength(end);
      }
      if (rules.dummyPrefix && rules.suffixed) result.append(rules.space());
      return result.toString();
    }

    private void back(int to) {
      at = to;
      if (utf8 != null) atByte = text.substring(0, to).getBytes(StandardCharsets.UTF_8).length;
    }

    /** The normal form of what comes next, which is consumed. */
    private String next() {
      int defined = longestDefined();
      if (defined > at) return consume(defined);
      if (charsmap != null) {
        var found = charsmap.find(utf8, atByte, utf8.length, true);
        if (found.string() >= 0) {
          consume(at + chars(found.length()));
          return charsmap.string(found.string());
        }
      }
      return consume(text.offsetByCodePoints(at, 1));
    }

    private String consume(int end) {
      var consumed = text.substring(at, end);
      if (utf8 != null) atByte += consumed.getBytes(StandardCharsets.UTF_8).length;
      at = end;
      return consumed;
    }

    /** How many chars the next bytes are, at least those of one character. */
    private int chars(int bytes) {
      int chars = 0;
      for (int i = atByte; i < atByte + bytes; i++) {
        int b = utf8[i] & 0xFF;
        if ((b & 0xC0) != 0x80) chars += b >= 0xF0 ? 2 : 1;
      }
      return Math.clamp(chars, 1, text.length() - at);
    }

    private int longestDefined() {
      int end = at;
      int node = Trie.ROOT;
      for (int i = at; i < text.length() && (node = userDefined.step(node, text.charAt(i))) >= 0; i++) {
        if (userDefined.value(node) >= 0) end = i + 1;
      }
      return end;
    }
  }
}
