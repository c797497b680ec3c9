package org.vitrail.llm.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The methods of texts and objects that templates use. */
final class Methods {
  private Methods() {}

  static Object call(Object on, String name, List<Object> arguments) {
    return switch (on) {
      case String text -> text(text, name, arguments);
      case Map<?, ?> map -> map(map, name, arguments);
      case Undefined undefined -> throw new TemplateException("'" + undefined.name() + "' is undefined and has no '"
          + name + "'");
      case null, default -> throw unknown(on, name);
    };
  }

  private static TemplateException unknown(Object on, String name) {
    return new TemplateException(Python.kind(on) + " has no method '" + name + "' in chat templates");
  }

  private static Object text(String text, String name, List<Object> arguments) {
    return switch (name) {
      case "strip" -> strip(text, string(arguments, 0, null), true, true);
      case "lstrip" -> strip(text, string(arguments, 0, null), true, false);
      case "rstrip" -> strip(text, string(arguments, 0, null), false, true);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "title" -> title(text);
      case "capitalize" -> capitalize(text);
      case "startswith" -> any(arguments, text::startsWith);
      case "endswith" -> any(arguments, text::endsWith);
      case "replace" -> replace(text, string(arguments, 0, ""), string(arguments, 1, ""));
      case "split" -> split(text, string(arguments, 0, null), integer(arguments, 1));
      case "splitlines" -> new ArrayList<Object>(text.lines().toList());
      case "find" -> (long) text.indexOf(string(arguments, 0, ""));
      case "count" -> count(text, string(arguments, 0, ""));
      case "join" -> String.join(text, Python.elements(arguments.isEmpty() ? List.of() : arguments.getFirst()).stream()
          .map(Python::text).toList());
      default -> throw unknown(text, name);
    };
  }

  private static String string(List<Object> arguments, int i, String otherwise) {
    if (i >= arguments.size() || arguments.get(i) == null) return otherwise;
    if (arguments.get(i) instanceof String text) return text;
    throw new TemplateException("a method of a text in the chat template expects a text, found "
        + Python.kind(arguments.get(i)));
  }

  private static long integer(List<Object> arguments, int i) {
    return i < arguments.size() && arguments.get(i) instanceof Long n ? n : -1;
  }

  private static boolean any(List<Object> arguments, java.util.function.Predicate<String> test) {
    var candidates = arguments.getFirst() instanceof List<?> list ? list : List.of(string(arguments, 0, ""));
    return candidates.stream().anyMatch(candidate -> candidate instanceof String s && test.test(s));
  }

  /** @param characters those to take off; null for white space */
  static String strip(String text, String characters, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && strips(text.charAt(from), characters)) from++;
    while (right && to > from && strips(text.charAt(to - 1), characters)) to--;
    return text.substring(from, to);
  }

  private static boolean strips(char c, String characters) {
    return characters != null ? characters.indexOf(c) >= 0 : Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  static String title(String text) {
    var result = new StringBuilder();
    boolean inside = false;
    for (int c : text.codePoints().toArray()) {
      result.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return result.toString();
  }

  static String capitalize(String text) {
    if (text.isEmpty()) return text;
    int end = text.offsetByCodePoints(0, 1);
    return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end).toLowerCase(Locale.ROOT);
  }

  static String replace(String text, String from, String to) {
    long most = from.isEmpty() ? text.length() + 1 : text.length() / from.length();
    if (most * to.length() > 10_000_000) throw new TemplateException("the chat template replaces too much");
    return text.replace(from, to);
  }

  private static long count(String text, String part) {
    if (part.isEmpty()) return text.length() + 1;
    long count = 0;
    for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) count++;
    return count;
  }

  /** @param separator null for runs of white space; {@code most} splits, −1 for all */
  private static List<Object> split(String text, String separator, long most) {
    var parts = new ArrayList<Object>();
    if (separator == null) {
      for (var part : text.strip().split("\\s+")) if (!part.isEmpty()) parts.add(part);
      return parts;
    }
    if (separator.isEmpty()) throw new TemplateException("the chat template splits a text at nothing");
    int start = 0;
    for (int i = text.indexOf(separator); i >= 0
        && (most < 0 || parts.size() < most); i = text.indexOf(separator, start)) {
      parts.add(text.substring(start, i));
      start = i + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static Object map(Map<?, ?> map, String name, List<Object> arguments) {
    return switch (name) {
      case "items" -> items(map);
      case "keys" -> new ArrayList<Object>(map.keySet());
      case "values" -> new ArrayList<Object>(map.values());
      case "get" -> map.containsKey(arguments.getFirst()) ? map.get(arguments.getFirst())
          : arguments.size() > 1 ? arguments.get(1) : null;
      default -> throw unknown(map, name);
    };
  }

  /** Keys and their values, in pairs. */
  static List<Object> items(Map<?, ?> map) {
    var items = new ArrayList<Object>();
    map.forEach((key, value) -> items.add(java.util.Arrays.asList(key, value)));
    return items;
  }
}
