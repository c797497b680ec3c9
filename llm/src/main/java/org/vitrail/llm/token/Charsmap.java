package org.vitrail.llm.token;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.Locale;
import org.vitrail.tensor.io.FormatException;

/**
 * SentencePiece's precompiled map of texts to their normal form: a double-array trie (Aoe 1989, in the layout of
 * Darts-clone) over UTF-8, whose values are offsets of strings, each ended by 0.
 */
final class Charsmap implements Normalizer {
  private static final int LONGEST_GRAPHEME = 6;

  private final int[] units;
  private final byte[] strings;

  private Charsmap(int[] units, byte[] strings) {
    this.units = units;
    this.strings = strings;
  }

  /** The map in {@code bytes}, part of {@code file}; null if there are none. */
  static Charsmap of(Path file, byte[] bytes) {
    if (bytes.length == 0) return null;
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < 4 ? -1 : Integer.toUnsignedLong(buffer.getInt());
    if (length < 4 || length % 4 != 0 || length > bytes.length - 4) {
      throw new FormatException(file, "the precompiled map of characters says that its trie takes " + length
          + " bytes, but has " + bytes.length);
    }
    var units = new int[(int) length / 4];
    buffer.asIntBuffer().get(units);
    var strings = new byte[bytes.length - 4 - (int) length];
    buffer.get(4 + (int) length, strings);
    return new Charsmap(units, strings);
  }

  /**
   * What a walk from a place in a text has found: the offset of a string, −1 for none, and how many bytes it replaces.
   */
  record Found(int string, int length) {
    static final Found NOTHING = new Found(-1, 0);
  }

  /** The longest, or the shortest, text in the map that {@code utf8} has at {@code from}. */
  Found find(byte[] utf8, int from, int to, boolean longest) {
    var found = Found.NOTHING;
    long node = offset(units[0]);
    for (int i = from; i < to; i++) {
      node ^= utf8[i] & 0xFF;
      if (node >= units.length) return found;
      int unit = units[(int) node];
      if ((unit & 0x800000FF) != (utf8[i] & 0xFF)) return found;
      node ^= offset(unit);
      if ((unit >>> 8 & 1) == 1) {
        if (node >= units.length) return found;
        found = new Found(units[(int) node] & 0x7FFFFFFF, i + 1 - from);
        if (!longest) return found;
      }
    }
    return found;
  }

  private static long offset(int unit) {
    return (long) (unit >>> 10) << ((unit & 0x200) >>> 6);
  }

  /** The string at an offset, up to its 0. */
  String string(int offset) {
    int end = offset;
    while (end < strings.length && strings[end] != 0) end++;
    return offset >= end ? "" : new String(strings, offset, end - offset, StandardCharsets.UTF_8);
  }

  /**
   * Hugging Face's use of the map: by graphemes of less than 6 bytes, replaced whole by what the map has for their
   * shortest beginning, else by characters.
   */
  @Override public String apply(String text) {
    var result = new StringBuilder(text.length());
    var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
    graphemes.setText(text);
    int start = 0;
    for (int end = graphemes.next(); end != BreakIterator.DONE; start = end, end = graphemes.next()) {
      var grapheme = text.substring(start, end);
      var replaced = end - start < LONGEST_GRAPHEME ? replacement(grapheme, LONGEST_GRAPHEME) : null;
      if (replaced != null) result.append(replaced);
      else grapheme.codePoints().forEach(c -> {
        var character = Character.toString(c);
        var normal = replacement(character, Integer.MAX_VALUE);
        result.append(normal == null ? character : normal);
      });
    }
    return result.toString();
  }

  /** What the map has for the shortest beginning of a text of less than {@code limit} bytes; null if nothing. */
  private String replacement(String text, int limit) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length >= limit) return null;
    var found = find(utf8, 0, utf8.length, false);
    return found.string() < 0 ? null : string(found.string());
  }
}
