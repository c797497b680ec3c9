package org.vitrail.llm.token;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/**
 * Unicode's normal forms in linear time. The JDK sorts the marks of a character by insertion, so a text that is one
 * letter under a million marks would take hours; such a run is normalised in pieces of {@value #LONGEST_RUN} marks.
 */
final class UnicodeForm {
  private static final int LONGEST_RUN = 200;

  private UnicodeForm() {}

  static String apply(String text, Form form) {
    int cut = endOfLongRun(text, 0);
    if (cut == text.length()) return isAscii(text) ? text : Normalizer.normalize(text, form);
    var result = new StringBuilder(text.length());
    for (int start = 0; start < text.length(); start = cut) {
      cut = endOfLongRun(text, start);
      result.append(Normalizer.normalize(text.substring(start, cut), form));
    }
    return result.toString();
  }

  /** Where the first run of too many marks must be cut; the text's end if there is none. */
  private static int endOfLongRun(String text, int start) {
    int run = 0;
    for (int i = start; i < text.length(); ) {
      int c = text.codePointAt(i);
      run = c < 0x300 || !isMark(c) ? 0 : run + 1;
      if (run > LONGEST_RUN) return i;
      i += Character.charCount(c);
    }
    return text.length();
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> false;
    };
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) return false;
    }
    return true;
  }
}
