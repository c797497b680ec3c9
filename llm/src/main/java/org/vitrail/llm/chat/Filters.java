package org.vitrail.llm.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What follows a {@code |} in templates. */
final class Filters {
  private Filters() {}

  static Object apply(String name, Object value, List<Object> arguments, Map<String, Object> named) {
    return switch (name) {
      case "trim" -> Methods.strip(Python.text(value), arguments.isEmpty() ? null
          : Python.text(arguments.getFirst()), true, true);
      case "upper" -> Python.text(value).toUpperCase(Locale.ROOT);
      case "lower" -> Python.text(value).toLowerCase(Locale.ROOT);
      case "title" -> Methods.title(Python.text(value));
      case "capitalize" -> Methods.capitalize(Python.text(value));
      case "string", "safe" -> Python.text(value);
      case "replace" -> Methods.replace(Python.text(value), Python.text(at(arguments, 0)),
          Python.text(at(arguments, 1)));
      case "indent" -> indent(Python.text(value), arguments, named);
      case "tojson" -> Python.json(value, named.getOrDefault("indent", at(arguments, 0)) instanceof Long n
          ? Math.clamp(n, 0, 16) : -1);
      case "length", "count" -> Python.length(value);
      case "default", "d" -> value instanceof Undefined || !Python.truth(value)
          && (Python.truth(at(arguments, 1)) || Python.truth(named.get("boolean"))) ? arguments.isEmpty() ? ""
              : arguments.getFirst() : value;
      case "list" -> Python.elements(value);
      case "first" -> Python.elements(value).stream().findFirst().orElse(new Undefined("first"));
      case "last" -> Python.item(Python.elements(value), -1L);
      case "reverse" -> reverse(value);
      case "items" -> value instanceof Map<?, ?> map ? Methods.items(map) : List.of();
      case "dictsort" -> sorted(value);
      case "unique" -> new ArrayList<>(new java.util.LinkedHashSet<>(Python.elements(value)));
      case "join" -> join(value, arguments, named);
      case "map" -> map(value, arguments, named);
      case "select" -> select(value, arguments, true);
      case "reject" -> select(value, arguments, false);
      case "selectattr" -> selectAttribute(value, arguments, true);
      case "rejectattr" -> selectAttribute(value, arguments, false);
      case "int" -> number(value, 0).longValue();
      case "float" -> number(value, 0).doubleValue();
      case "abs" -> number(value, 0) instanceof Long n ? (Object) Math.abs(n)
          : (Object) Math.abs(number(value, 0).doubleValue());
      default -> throw new TemplateException("the filter '" + name + "' is not supported in chat templates");
    };
  }

  private static Object at(List<Object> arguments, int i) {
    return i < arguments.size() ? arguments.get(i) : null;
  }

  private static Number number(Object value, long otherwise) {
    return switch (value) {
      case Number n -> n;
      case Boolean b -> b ? 1L : 0L;
      case String s when s.strip().matches("[-+]?\\d{1,18}") -> Long.parseLong(s.strip());
      case String s when s.strip().matches("[-+]?\\d{1,18}\\.\\d{0,18}") -> Double.parseDouble(s.strip());
      case null, default -> otherwise;
    };
  }

  private static String indent(String text, List<Object> arguments, Map<String, Object> named) {
    int width = named.getOrDefault("width", at(arguments, 0)) instanceof Long n ? Math.clamp(n, 0, 100) : 4;
    boolean first = Python.truth(named.getOrDefault("first", at(arguments, 1)));
    var blank = " ".repeat(width);
    var lines = List.of(text.split("\n", -1));
    return (first ? blank : "") + lines.getFirst() + lines.stream().skip(1)
        .map(line -> "\n" + (line.isEmpty() ? line : blank + line)).collect(Collectors.joining());
  }

  private static Object reverse(Object value) {
    if (value instanceof String text) return new StringBuilder(text).reverse().toString();
    var elements = new ArrayList<>(Python.elements(value));
    Collections.reverse(elements);
    return elements;
  }

  private static Object sorted(Object value) {
    var items = value instanceof Map<?, ?> map ? Methods.items(map) : List.<Object>of();
    return items.stream().sorted((a, b) -> Python.text(((List<?>) a).getFirst())
        .compareToIgnoreCase(Python.text(((List<?>) b).getFirst()))).collect(Collectors.toCollection(ArrayList::new));
  }

  private static String join(Object value, List<Object> arguments, Map<String, Object> named) {
    var attribute = named.getOrDefault("attribute", at(arguments, 1));
    return Python.elements(value).stream().map(e -> Python.text(attribute == null ? e : attribute(e, attribute)))
        .collect(Collectors.joining(Python.text(named.getOrDefault("d", arguments.isEmpty() ? ""
            : arguments.getFirst()))));
  }

  /** By the attribute of each element, or by a filter. */
  private static Object map(Object value, List<Object> arguments, Map<String, Object> named) {
    var attribute = named.get("attribute");
    var otherwise = named.get("default");
    var result = new ArrayList<Object>();
    for (var element : Python.elements(value)) {
      if (attribute != null) {
        var found = attribute(element, attribute);
        result.add(found instanceof Undefined && named.containsKey("default") ? otherwise : found);
      } else {
        if (arguments.isEmpty()) throw new TemplateException("the filter 'map' needs an attribute or a filter");
        result.add(apply(Python.text(arguments.getFirst()), element, arguments.subList(1, arguments.size()), Map.of()));
      }
    }
    return result;
  }

  private static Object attribute(Object element, Object path) {
    var found = element;
    for (var key : Python.text(path).split("\\.")) found = Python.item(found, key);
    return found;
  }

  private static Object select(Object value, List<Object> arguments, boolean wanted) {
    var result = new ArrayList<Object>();
    for (var element : Python.elements(value)) {
      boolean holds = arguments.isEmpty() ? Python.truth(element)
          : Predicates.test(Python.text(arguments.getFirst()), element, arguments.subList(1, arguments.size()));
      if (holds == wanted) result.add(element);
    }
    return result;
  }

  private static Object selectAttribute(Object value, List<Object> arguments, boolean wanted) {
    if (arguments.isEmpty()) throw new TemplateException("the filter 'selectattr' needs an attribute");
    var result = new ArrayList<Object>();
    for (var element : Python.elements(value)) {
      var found = attribute(element, arguments.getFirst());
      boolean holds = arguments.size() == 1 ? Python.truth(found)
          : Predicates.test(Python.text(arguments.get(1)), found, arguments.subList(2, arguments.size()));
      if (holds == wanted) result.add(element);
    }
    return result;
  }
}
