package org.vitrail.llm.token;

import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.vitrail.llm.token.regex.Properties;

/**
 * How CLIP's own code cleans a caption: what ftfy repairs (ligatures, width, quotes, line breaks, control characters,
 * NFC; not text that was decoded with the wrong character set), HTML references, white space, case.
 */
public final class CaptionCleaner implements Normalizer {
  private static final int MOST_ROUNDS = 10;
  private static final String CONTROLS = "\u001B\\[[0-9;]*+[a-zA-Z]";
  private static final Map<Integer, String> REPLACED = new HashMap<>();

  static {
    var ligatures = "ĲIJ ĳij ŉʼn ǱDZ ǲDz ǳdz ǄDŽ ǅDž ǆdž ǇLJ ǈLj ǉlj ǊNJ ǋNj ǌnj ﬀff ﬁfi ﬂfl ﬃffi ﬄffl ﬅſt ﬆst";
    for (var ligature : ligatures.split(" ")) REPLACED.put(ligature.codePointAt(0), ligature.substring(1));
    REPLACED.put(0x3000, " ");
    for (int c = 0xFF01; c < 0xFFF0; c++) {
      var normal = java.text.Normalizer.normalize(Character.toString(c), Form.NFKC);
      if (!normal.equals(Character.toString(c))) REPLACED.put(c, normal);
    }
    for (int c : new int[] {0x2BC, 0x2018, 0x2019, 0x201A, 0x201B}) REPLACED.put(c, "'");
    for (int c = 0x201C; c <= 0x201F; c++) REPLACED.put(c, "\"");
    for (int c : new int[] {'\r', 0x2028, 0x2029}) REPLACED.put(c, "\n");
    for (int c = 0; c < 0x20; c++) if (c < 9 || c == 0x0B || c > 0x0D && c != 0x1B) REPLACED.put(c, "");
    for (int c = 0x206A; c < 0x2070; c++) REPLACED.put(c, "");
    for (int c : new int[] {0x7F, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFC}) REPLACED.put(c, "");
    for (int c = 0x80; c < 0xA0; c++) REPLACED.put(c, Entities.windows(c));
  }

  @Override public String apply(String text) {
    var repaired = new StringBuilder(text.length());
    boolean markup = false;
    for (int start = 0, end; start < text.length(); start = end) {
      end = text.indexOf('\n', start) + 1;
      if (end == 0) end = text.length();
      var line = text.substring(start, end);
      markup |= line.indexOf('<') >= 0;
      repaired.append(repair(line, markup));
    }
    var plain = Entities.resolve(Entities.resolve(repaired.toString()));
    return spaced(plain).toLowerCase(Locale.ROOT);
  }

  private static String repair(String line, boolean markup) {
    var text = line;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      var before = text;
      if (!markup) text = Entities.resolveComplete(text);
      text = replaced(text);
      if (text.indexOf(0x1B) >= 0) text = text.replaceAll(CONTROLS, "").replace("\u001B", "");
      text = UnicodeForm.apply(text, Form.NFC);
      if (text.equals(before)) break;
    }
    return text;
  }

  private static String replaced(String text) {
    var result = new StringBuilder(text.length());
    text.replace("\r\n", "\n").codePoints().forEach(c -> {
      var replacement = REPLACED.get(c);
      if (replacement == null) result.appendCodePoint(c);
      else result.append(replacement);
    });
    return result.toString();
  }

  /** With one space for each run of white space, and none at the ends. */
  private static String spaced(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (!Properties.isSpace(c) && !(c >= 0x1C && c <= 0x1F)) result.appendCodePoint(c);
      else if (!result.isEmpty() && result.charAt(result.length() - 1) != ' ') result.append(' ');
    });
    int end = result.length();
    return result.substring(0, end > 0 && result.charAt(end - 1) == ' ' ? end - 1 : end);
  }
}
