package org.vitrail.llm.chat;

import java.util.List;
import java.util.Map;

/** What follows {@code is} in templates. */
final class Predicates {
  private Predicates() {}

  static boolean test(String name, Object value, List<Object> arguments) {
    return switch (name) {
      case "defined" -> !(value instanceof Undefined);
      case "undefined" -> value instanceof Undefined;
      case "none" -> value == null;
      case "string" -> value instanceof String;
      case "mapping" -> value instanceof Map<?, ?>;
      case "sequence", "iterable" -> value instanceof String || value instanceof List<?> || value instanceof Map<?, ?>
          || value instanceof Undefined;
      case "number" -> value instanceof Number || value instanceof Boolean;
      case "integer" -> value instanceof Long;
      case "float" -> value instanceof Double;
      case "boolean" -> value instanceof Boolean;
      case "true" -> Boolean.TRUE.equals(value);
      case "false" -> Boolean.FALSE.equals(value);
      case "callable" -> value instanceof Function;
      case "odd" -> value instanceof Long n && n % 2 != 0;
      case "even" -> value instanceof Long n && n % 2 == 0;
      case "divisibleby" -> value instanceof Long n && argument(name, arguments) instanceof Long d && d != 0
          && n % d == 0;
      case "equalto", "eq" -> Python.same(value, argument(name, arguments));
      case "ne" -> !Python.same(value, argument(name, arguments));
      case "in" -> Python.contains(argument(name, arguments), value);
      case "gt", "greaterthan" -> Python.compare(value, argument(name, arguments)) > 0;
      case "ge" -> Python.compare(value, argument(name, arguments)) >= 0;
      case "lt", "lessthan" -> Python.compare(value, argument(name, arguments)) < 0;
      case "le" -> Python.compare(value, argument(name, arguments)) <= 0;
      default -> throw new TemplateException("the test 'is " + name + "' is not supported in chat templates");
    };
  }

  private static Object argument(String name, List<Object> arguments) {
    if (arguments.isEmpty()) throw new TemplateException("the test 'is " + name + "' needs a value");
    return arguments.getFirst();
  }
}
