package org.vitrail.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Typed access to the values of a {@code config.json}; a key that is missing or null has its library's default. */
public record ConfigReader(Map<String, Object> values) {

  public int integer(String key, int otherwise) {
    return (int) number(key, otherwise);
  }

  /** A positive integer. */
  public int count(String key, int otherwise) {
    double n = number(key, otherwise);
    if (n < 1 || n > Integer.MAX_VALUE || n != Math.rint(n)) throw wrong(key, "a positive integer", values.get(key));
    return (int) n;
  }

  /** A positive integer without which there is no model. */
  public int count(String key) {
    require(key);
    return count(key, 0);
  }

  private void require(String key) {
    if (values.get(key) == null) throw new IllegalArgumentException("config.json: " + key + " is missing");
  }

  public double number(String key, double otherwise) {
    return switch (values.get(key)) {
      case null -> otherwise;
      case Number n -> n.doubleValue();
      case Object other -> throw wrong(key, "a number", other);
    };
  }

  public boolean flag(String key, boolean otherwise) {
    return switch (values.get(key)) {
      case null -> otherwise;
      case Boolean b -> b;
      case Object other -> throw wrong(key, "true or false", other);
    };
  }

  public String text(String key, String otherwise) {
    return switch (values.get(key)) {
      case null -> otherwise;
      case String s -> s;
      case Object other -> throw wrong(key, "a text", other);
    };
  }

  /** Height and width, stored as one number for squares or as two. */
  public int[] size(String key, int otherwise) {
    if (values.get(key) instanceof List<?>) return integers(key, List.of());
    int side = integer(key, otherwise);
    return new int[] {side, side};
  }

  /** An object; empty where it is missing. */
  @SuppressWarnings("unchecked")
  public ConfigReader object(String key) {
    return switch (values.get(key)) {
      case null -> new ConfigReader(Map.of());
      case Map<?, ?> members -> new ConfigReader((Map<String, Object>) members);
      case Object other -> throw wrong(key, "an object", other);
    };
  }

  /** Texts; null where they are missing. */
  public List<String> texts(String key) {
    return switch (values.get(key)) {
      case null -> null;
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      case Object other -> throw wrong(key, "a list of texts", other);
    };
  }

  /** Whether {@code key} has a value. */
  public boolean has(String key) {
    return values.get(key) != null;
  }

  public int[] integers(String key, List<Integer> otherwise) {
    return switch (values.get(key)) {
      case null -> otherwise.stream().mapToInt(i -> i).toArray();
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          list.stream().mapToInt(n -> ((Number) n).intValue()).toArray();
      case Object other -> throw wrong(key, "a list of integers", other);
    };
  }

  public List<Double> numbers(String key, List<Double> otherwise) {
    return switch (values.get(key)) {
      case null -> otherwise;
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          list.stream().map(n -> ((Number) n).doubleValue()).toList();
      case Object other -> throw wrong(key, "a list of numbers", other);
    };
  }

  private static IllegalArgumentException wrong(String key, String expected, Object found) {
    return new IllegalArgumentException("config.json: " + key + " is " + found + ", expected " + expected);
  }

  /** A map that keeps the order of its keys and values, given in turn. */
  public static Map<String, Object> ordered(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    return map;
  }
}
