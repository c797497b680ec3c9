package org.vitrail.llm.token;

import java.text.Normalizer.Form;
import org.vitrail.llm.token.regex.Properties;

/**
 * The basic tokenisation of BERT, as far as it changes a text.
 *
 * @param clean whether control characters are left out and white space becomes spaces
 * @param spaced whether Chinese characters get spaces around them
 * @param stripped whether accents are taken off
 * @param lowered whether letters become lower case
 */
record BertNormalizer(boolean clean, boolean spaced, boolean stripped, boolean lowered) implements Normalizer {
  private static final int REPLACEMENT = 0xFFFD;

  @Override public String apply(String text) {
    var result = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> {
      if (clean && isDropped(c)) return;
      if (clean && Properties.isSpace(c)) result.append(' ');
      else if (spaced && isChinese(c)) result.append(' ').appendCodePoint(c).append(' ');
      else result.appendCodePoint(c);
    });
    var cleaned = result.toString();
    if (stripped) cleaned = withoutMarks(UnicodeForm.apply(cleaned, Form.NFD));
    return lowered ? Normalizer.lowerCase(cleaned) : cleaned;
  }

  private static boolean isDropped(int c) {
    if (c == '\t' || c == '\n' || c == '\r') return false;
    return c == REPLACEMENT || switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> false;
    };
  }

  /** The CJK ideographs, with their extensions up to E as the reference lists them. */
  private static boolean isChinese(int c) {
    return c >= 0x3400 && (c >= 0x4E00 && c <= 0x9FFF || c <= 0x4DBF || c >= 0x20000 && c <= 0x2A6DF
        || c >= 0x2A700 && c <= 0x2B73F || c >= 0x2B740 && c <= 0x2B81F || c >= 0x2B920 && c <= 0x2CEAF
        || c >= 0xF900 && c <= 0xFAFF || c >= 0x2F800 && c <= 0x2FA1F);
  }

  private static String withoutMarks(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints().filter(c -> Character.getType(c) != Character.NON_SPACING_MARK).forEach(result::appendCodePoint);
    return result.toString();
  }

  /** ASCII symbols and Unicode's punctuation: what BERT cuts off words. */
  static boolean isPunctuation(int c) {
    if (c < 128) return c > 32 && c < 127 && !Character.isLetterOrDigit(c);
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
          Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION -> true;
      default -> false;
    };
  }
}
