package org.vitrail.llm.token;

import java.text.Normalizer.Form;
import java.util.Base64;
import org.vitrail.llm.token.regex.Properties;
import org.vitrail.llm.token.regex.Regex;

/** Reads the {@code normalizer} of a tokenizer.json. */
final class JsonNormalizers {
  private JsonNormalizers() {}

  static Normalizer read(Field json) {
    if (!json.exists()) return Normalizer.NONE;
    return switch (json.get("type").text()) {
      case "Sequence" -> json.get("normalizers").list().stream().map(JsonNormalizers::read)
          .reduce(Normalizer.NONE, Normalizer::then);
      case "NFC" -> Normalizer.unicode(Form.NFC);
      case "NFD" -> Normalizer.unicode(Form.NFD);
      case "NFKC" -> Normalizer.unicode(Form.NFKC);
      case "NFKD" -> Normalizer.unicode(Form.NFKD);
      case "Lowercase" -> Normalizer::lowerCase;
      case "StripAccents" -> JsonNormalizers::withoutMarks;
      case "Strip" -> strip(json.get("strip_left").flag(true), json.get("strip_right").flag(true));
      case "Prepend" -> prepend(json.get("prepend").text());
      case "Replace" -> replace(json);
      case "BertNormalizer" -> new BertNormalizer(json.get("clean_text").flag(true),
          json.get("handle_chinese_chars").flag(true),
          json.get("strip_accents").flag(json.get("lowercase").flag(true)), json.get("lowercase").flag(true));
      case "Precompiled" -> precompiled(json.get("precompiled_charsmap"));
      case "Nmt" -> JsonNormalizers::nmt;
      default -> throw json.get("type").wrong("this normalizer is not supported");
    };
  }

  private static Normalizer prepend(String prefix) {
    return text -> text.isEmpty() ? text : prefix + text;
  }

  private static Normalizer strip(boolean left, boolean right) {
    return text -> {
      int from = 0;
      int to = text.length();
      while (left && from < to && Properties.isSpace(text.charAt(from))) from++;
      while (right && to > from && Properties.isSpace(text.charAt(to - 1))) to--;
      return text.substring(from, to);
    };
  }

  static Normalizer replace(Field json) {
    var content = json.get("content").text();
    var pattern = json.get("pattern");
    if (pattern.get("Regex").exists()) {
      var regex = regex(pattern.get("Regex"));
      return text -> regex.replace(text, content);
    }
    var literal = pattern.get("String").text();
    return text -> literal.isEmpty() ? text : text.replace(literal, content);
  }

  /** The expression that a field holds. */
  static Regex regex(Field json) {
    try {
      return Regex.of(json.text());
    } catch (IllegalArgumentException unsupported) {
      throw new org.vitrail.tensor.io.FormatException(json.file(), json.place(), unsupported.getMessage());
    }
  }

  private static Normalizer precompiled(Field json) {
    try {
      var map = Charsmap.of(json.file(), json.exists() ? Base64.getDecoder().decode(json.text()) : new byte[0]);
      return map == null ? Normalizer.NONE : map;
    } catch (IllegalArgumentException notBase64) {
      throw json.wrong("expected Base64");
    }
  }

  private static String withoutMarks(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints().filter(c -> switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> false;
      default -> true;
    }).forEach(result::appendCodePoint);
    return result.toString();
  }

  /** The clean-up of neural machine translation: some controls go, all kinds of space become spaces. */
  private static String nmt(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      boolean dropped = c >= 1 && c <= 8 || c == 0x0B || c >= 0x0E && c <= 0x1F || c == 0x7F || c == 0x8F || c == 0x9F;
      boolean space = c == 9 || c == 10 || c == 12 || c == 13 || c == 0x1680 || c >= 0x200B && c <= 0x200F
          || c == 0x2028
          || c == 0x2029 || c == 0x2581 || c == 0xFEFF || c == 0xFFFD;
      if (!dropped) result.appendCodePoint(space ? ' ' : c);
    });
    return result.toString();
  }
}
