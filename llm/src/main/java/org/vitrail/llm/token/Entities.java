package org.vitrail.llm.token;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Character references of HTML 5, read as browsers do: also without their semicolon, where the standard knows them so.
 */
final class Entities {
  private static final Pattern REFERENCE =
      Pattern.compile("&(#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[^\\t\\n\\f <&#;]{1,32};?)");
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Map<String, String> NAMES = new HashMap<>();

  static {
    try (var lines = new BufferedReader(
        new InputStreamReader(Entities.class.getResourceAsStream("entities.txt"), StandardCharsets.US_ASCII))) {
      lines.lines().map(line -> line.split(" ")).forEach(words -> {
        var text = new StringBuilder();
        for (int i = 1; i < words.length; i++) text.appendCodePoint(Integer.parseInt(words[i], 16));
        NAMES.put(words[0], text.toString());
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entities() {}

  /** {@code text} with what its references stand for. */
  static String resolve(String text) {
    return text.indexOf('&') < 0 ? text : REFERENCE.matcher(text).replaceAll(m -> quoted(resolved(m)));
  }

  /** Only references that are complete, with their semicolon. */
  static String resolveComplete(String text) {
    return text.indexOf('&') < 0 ? text
        : REFERENCE.matcher(text).replaceAll(m -> quoted(m.group().endsWith(";") ? complete(m) : m.group()));
  }

  private static String quoted(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  private static String complete(MatchResult match) {
    var name = match.group(1);
    return name.startsWith("#") || NAMES.containsKey(name) ? resolved(match) : match.group();
  }

  private static String resolved(MatchResult match) {
    var name = match.group(1);
    if (name.startsWith("#")) return character(name.replace(";", ""));
    for (int end = name.length(); end > 1; end--) {
      var known = NAMES.get(name.substring(0, end));
      if (known != null) return known + name.substring(end);
    }
    return match.group();
  }

  private static String character(String number) {
    boolean hex = number.startsWith("#x") || number.startsWith("#X");
    long c = hex ? Long.parseLong(number.substring(2), 16) : Long.parseLong(number.substring(1));
    if (c >= 0x80 && c <= 0x9F) return windows((int) c);
    if (c == 0 || c >= 0xD800 && c <= 0xDFFF || c > Character.MAX_CODE_POINT) return "\uFFFD";
    boolean invalid = c < 9 || c == 0x0B || c >= 0x0E && c < 0x20 || c == 0x7F || c >= 0xFDD0 && c <= 0xFDEF
        || (c & 0xFFFE) == 0xFFFE;
    return invalid ? "" : Character.toString((int) c);
  }

  /** What Windows means by a C1 control; itself where that is nothing. */
  static String windows(int c) {
    var text = new String(new byte[] {(byte) c}, WINDOWS);
    return text.equals("\uFFFD") ? Character.toString(c) : text;
  }
}
