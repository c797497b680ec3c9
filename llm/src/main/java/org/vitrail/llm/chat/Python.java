package org.vitrail.llm.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What values mean, as Python has it. A value is null (None), {@code Boolean}, {@code Long}, {@code Double}, {@code
 * String}, {@code List}, {@code Map} with texts as keys, {@link Function} or {@link Undefined}.
 */
final class Python {
  private Python() {}

  static boolean truth(Object value) {
    return switch (value) {
      case null -> false;
      case Undefined _ -> false;
      case Boolean b -> b;
      case Number n -> n.doubleValue() != 0;
      case String s -> !s.isEmpty();
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  /** As {@code str} writes it. */
  static String text(Object value) {
    return switch (value) {
      case String s -> s;
      case Undefined _ -> "";
      case null, default -> repr(value);
    };
  }

  private static String repr(Object value) {
    var out = new StringBuilder();
    write(value, out, false, -1, 0);
    return out.toString();
  }

  /** As {@code json.dumps} writes it, without escapes beyond ASCII; {@code indent} −1 for one line. */
  static String json(Object value, int indent) {
    var out = new StringBuilder();
    write(value, out, true, indent, 0);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out, boolean json, int indent, int depth) {
    if (depth > 100) throw new TemplateException("a value in the chat template is nested more than 100 deep");
    switch (value) {
      case null -> out.append(json ? "null" : "None");
      case Boolean b -> out.append(json ? b.toString() : b ? "True" : "False");
      case Long n -> out.append(n);
      case Number n -> out.append(number(n.doubleValue()));
      case String s -> quote(s, out, json);
      case List<?> list -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          separate(out, i, indent, depth);
          write(list.get(i), out, json, indent, depth + 1);
        }
        close(out, list.isEmpty(), indent, depth).append(']');
      }
      case Map<?, ?> map -> {
        out.append('{');
        int i = 0;
        for (var entry : map.entrySet()) {
          separate(out, i++, indent, depth);
          write(entry.getKey(), out, json, indent, depth + 1);
          out.append(": ");
          write(entry.getValue(), out, json, indent, depth + 1);
        }
        close(out, map.isEmpty(), indent, depth).append('}');
      }
      case Undefined undefined when json ->
          throw new TemplateException("'" + undefined.name() + "' is undefined and has no JSON");
      case Undefined _ -> out.append("Undefined");
      default -> throw new TemplateException("a function of the chat template has no text");
    }
  }

  private static void separate(StringBuilder out, int i, int indent, int depth) {
    if (i > 0) out.append(indent < 0 ? ", " : ",");
    if (indent >= 0) out.append('\n').repeat(' ', indent * (depth + 1));
  }

  private static StringBuilder close(StringBuilder out, boolean empty, int indent, int depth) {
    return indent < 0 || empty ? out : out.append('\n').repeat(' ', indent * depth);
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e16) return (long) value + ".0";
    return Double.toString(value).replace("E-", "e-").replace("E", "e+");
  }

  private static void quote(String text, StringBuilder out, boolean json) {
    char quote = json || text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append(json ? "\\b" : "\\x08");
        case '\f' -> out.append(json ? "\\f" : "\\x0c");
        default -> {
          if (c == quote) out.append('\\').append(c);
          else if (c < ' ') out.append(json ? "\\u00" : "\\x").append("%02x".formatted((int) c));
          else out.append(c);
        }
      }
    }
    out.append(quote);
  }

  static boolean same(Object a, Object b) {
    if (a instanceof Undefined && b instanceof Undefined) return true;
    if (number(a) != null && number(b) != null) return number(a).equals(number(b));
    return Objects.equals(a, b);
  }

  /** Numbers and truth as Python compares them; null for what is no number. */
  private static Double number(Object value) {
    return switch (value) {
      case Boolean b -> b ? 1.0 : 0.0;
      case Number n -> n.doubleValue();
      case null, default -> null;
    };
  }

  static int compare(Object a, Object b) {
    if (a instanceof String s && b instanceof String t) return s.compareTo(t);
    var x = number(a);
    var y = number(b);
    if (x != null && y != null) return x.compareTo(y);
    throw new TemplateException("the chat template compares " + kind(a) + " with " + kind(b));
  }

  static boolean contains(Object container, Object element) {
    return switch (container) {
      case String s when element instanceof String part -> s.contains(part);
      case List<?> list -> list.stream().anyMatch(e -> same(e, element));
      case Map<?, ?> map -> element instanceof String && map.containsKey(element);
      case Undefined _ -> false;
      case null, default -> throw new TemplateException("the chat template looks for something in " + kind(container));
    };
  }

  static long length(Object value) {
    return switch (value) {
      case String s -> s.codePointCount(0, s.length());
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Undefined _ -> 0;
      case null, default -> throw new TemplateException("the chat template asks for the length of " + kind(value));
    };
  }

  /** The elements of a list, the keys of a map, the characters of a text. */
  static List<Object> elements(Object value) {
    return switch (value) {
      case List<?> list -> new ArrayList<>(list);
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      case String s -> new ArrayList<>(s.codePoints().mapToObj(Character::toString).toList());
      case Undefined _ -> List.of();
      case null, default -> throw new TemplateException("the chat template goes through " + kind(value));
    };
  }

  /** An element by its place, from the end if negative, or by its key. */
  static Object item(Object of, Object key) {
    return switch (of) {
      case Map<?, ?> map -> key instanceof String && map.containsKey(key) ? map.get(key) : new Undefined(text(key));
      case List<?> list when key instanceof Long i -> {
        long place = i < 0 ? i + list.size() : i;
        yield place >= 0 && place < list.size() ? list.get((int) place) : new Undefined(text(key));
      }
      case String s when key instanceof Long -> item(elements(s), key);
      case Undefined undefined -> throw new TemplateException("'" + undefined.name() + "' is undefined and has no '"
          + text(key) + "'");
      case null, default -> new Undefined(text(key));
    };
  }

  /** {@code of[from:to:step]}; bounds are null where they are left out. */
  static Object slice(Object of, Object from, Object to, Object step) {
    var elements = elements(of);
    int stride = step == null ? 1 : bound(step);
    if (stride == 0) throw new TemplateException("a slice in the chat template has a step of 0");
    int size = elements.size();
    int start = from == null ? stride > 0 ? 0 : size - 1 : clamp(bound(from), size, stride);
    int end = to == null ? stride > 0 ? size : -1 : clamp(bound(to), size, stride);
    var result = new ArrayList<>();
    for (long i = start; stride > 0 ? i < end : i > end; i += stride) result.add(elements.get((int) i));
    if (!(of instanceof String)) return result;
    var text = new StringBuilder();
    result.forEach(text::append);
    return text.toString();
  }

  private static int bound(Object value) {
    if (value instanceof Long i) return Math.clamp(i, Integer.MIN_VALUE / 2, Integer.MAX_VALUE / 2);
    throw new TemplateException("a bound of a slice in the chat template is " + kind(value));
  }

  private static int clamp(int bound, int size, int stride) {
    int place = bound < 0 ? bound + size : bound;
    return stride > 0 ? Math.clamp(place, 0, size) : Math.clamp(place, -1, size - 1);
  }

  static Object arithmetic(String operator, Object a, Object b) {
    boolean adds = operator.equals("+");
    if (adds && a instanceof String s && b instanceof String t) return s + t;
    if (adds && a instanceof List<?> s && b instanceof List<?> t) {
      var both = new ArrayList<Object>(s);
      both.addAll(t);
      return both;
    }
    if (operator.equals("*") && a instanceof String s && b instanceof Long n) return repeat(s, n);
    if (!(a instanceof Number x && b instanceof Number y)) {
      throw new TemplateException("the chat template computes " + kind(a) + " " + operator + " " + kind(b));
    }
    return x instanceof Long i && y instanceof Long j && !operator.equals("/") ? integers(operator, i, j)
        : (Object) reals(operator, x.doubleValue(), y.doubleValue());
  }

  private static String repeat(String text, long times) {
    if (times * text.length() > 1_000_000) throw new TemplateException("the chat template repeats a text too often");
    return text.repeat((int) Math.max(0, times));
  }

  private static Object integers(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "**" -> b >= 0 && b < 63 ? (Object) (long) Math.pow(a, b) : (Object) Math.pow(a, b);
      case "//", "%" -> {
        if (b == 0) throw new TemplateException("the chat template divides by 0");
        yield operator.equals("%") ? Math.floorMod(a, b) : Math.floorDiv(a, b);
      }
      default -> throw new TemplateException("the operator " + operator + " is not known");
    };
  }

  private static double reals(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "**" -> Math.pow(a, b);
      default -> {
        if (b == 0) throw new TemplateException("the chat template divides by 0");
        yield operator.equals("/") ? a / b : operator.equals("//") ? Math.floor(a / b) : a - b * Math.floor(a / b);
      }
    };
  }

  static String kind(Object value) {
    return switch (value) {
      case null -> "nothing";
      case Boolean _ -> "a truth value";
      case Number _ -> "a number";
      case String _ -> "a text";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "an object";
      case Undefined undefined -> "'" + undefined.name() + "', which is undefined";
      default -> "a function";
    };
  }
}
