package org.vitrail.llm.generate.constrain;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Says whether a value satisfies a schema, written from the definition of each keyword. */
record Validator(Map<?, ?> root) {

  boolean holds(Object schema, Object value) {
    if (schema instanceof Boolean any) return any;
    return ((Map<?, ?>) schema).entrySet().stream().allMatch(demand -> holds((Map<?, ?>) schema,
        (String) demand.getKey(), demand.getValue(), value));
  }

  private boolean holds(Map<?, ?> schema, String keyword, Object demand, Object value) {
    return switch (keyword) {
      case "type" -> (demand instanceof List<?> types ? types : List.of(demand)).stream()
          .anyMatch(type -> Schema.is(value, (String) type));
      case "$ref" -> holds(resolve((String) demand), value);
      case "const" -> same(demand, value);
      case "enum" -> ((List<?>) demand).stream().anyMatch(constant -> same(constant, value));
      case "anyOf" -> ((List<?>) demand).stream().anyMatch(other -> holds(other, value));
      case "oneOf" -> ((List<?>) demand).stream().filter(other -> holds(other, value)).count() == 1;
      case "minimum" -> !(value instanceof Number n) || n.doubleValue() >= number(demand);
      case "maximum" -> !(value instanceof Number n) || n.doubleValue() <= number(demand);
      case "exclusiveMinimum" -> !(value instanceof Number n) || n.doubleValue() > number(demand);
      case "exclusiveMaximum" -> !(value instanceof Number n) || n.doubleValue() < number(demand);
      case "minLength" -> !(value instanceof String s) || s.codePointCount(0, s.length()) >= number(demand);
      case "maxLength" -> !(value instanceof String s) || s.codePointCount(0, s.length()) <= number(demand);
      case "pattern" -> !(value instanceof String s) || Pattern.compile((String) demand).matcher(s).find();
      case "minItems" -> !(value instanceof List<?> list) || list.size() >= number(demand);
      case "maxItems" -> !(value instanceof List<?> list) || list.size() <= number(demand);
      case "items" -> !(value instanceof List<?> list) || list.stream().allMatch(item -> holds(demand, item));
      case "required" -> !(value instanceof Map<?, ?> map) || map.keySet().containsAll((List<?>) demand);
      case "properties" -> !(value instanceof Map<?, ?> map) || ((Map<?, ?>) demand).entrySet().stream().allMatch(
          property -> !map.containsKey(property.getKey()) || holds(property.getValue(), map.get(property.getKey())));
      case "additionalProperties" -> !(value instanceof Map<?, ?> map) || map.entrySet().stream().allMatch(member ->
          schema.get("properties") instanceof Map<?, ?> known && known.containsKey(member.getKey())
              || holds(demand, member.getValue()));
      default -> true;
    };
  }

  private static double number(Object demand) {
    return ((Number) demand).doubleValue();
  }

  private static boolean same(Object a, Object b) {
    return a instanceof Number x && b instanceof Number y ? x.doubleValue() == y.doubleValue()
        : java.util.Objects.equals(a, b);
  }

  private Object resolve(String pointer) {
    Object found = root;
    for (var step : pointer.substring(1).split("/")) if (!step.isEmpty()) found = ((Map<?, ?>) found).get(step);
    return found;
  }
}
