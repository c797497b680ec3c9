package org.vitrail.vlm.siglip;

import java.util.Locale;
import org.vitrail.llm.token.CaptionCleaner;

/** How SigLIP's texts are spelled before they become tokens, as big_vision prepares them. */
final class SiglipSpelling {
  private static final String PUNCTUATION = "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]";
  private static final String SPACES = "(?U)[\\s\\x1C-\\x1F]+";

  private static final CaptionCleaner REPAIR = new CaptionCleaner();

  private SiglipSpelling() {}

  /** SigLIP's: in lower case, without punctuation, with single spaces. */
  static String canonical(String text) {
    return withoutPunctuation(lower(text));
  }

  static String withoutPunctuation(String text) {
    return text.replaceAll(PUNCTUATION, "").replaceAll(SPACES, " ").strip();
  }

  /** As open_clip has it: repaired as for CLIP before. */
  static String repaired(String text) {
    return canonical(REPAIR.apply(text).replace('_', ' '));
  }

  /** SigLIP 2's: in lower case. */
  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
