package org.vitrail.vit.image;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of a processor as its JSON file has them; what is missing or null there comes from the defaults. */
record Settings(Map<String, ?> given, Map<String, ?> defaults, String prefix) {

  /** Those whose names begin with a prefix, under the names without it. */
  Settings below(String newPrefix) {
    return new Settings(given, defaults, newPrefix);
  }

  boolean has(String key) {
    return find(key) != null;
  }

  boolean flag(String key) {
    return switch (find(key)) {
      case null -> false;
      case Boolean flag -> flag;
      case Object other -> throw wrong(key, other, "true or false");
    };
  }

  double number(String key) {
    return find(key) instanceof Number number ? number.doubleValue() : fail(key, "a number");
  }

  /** A whole number from 1 on. */
  int count(String key) {
    return count(key, find(key));
  }

  /** A list of three, or one number for all three. */
  List<Double> channels(String key) {
    var value = find(key);
    if (value instanceof Number number) {
      return List.of(number.doubleValue(), number.doubleValue(), number.doubleValue());
    }
    if (value instanceof List<?> list && list.size() == 3 && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().map(item -> ((Number) item).doubleValue()).toList();
    }
    throw wrong(key, value, "a list of 3 numbers");
  }

  /** A frame: an edge, a list of height and width, or an object with {@code height} and {@code width}. */
  Size frame(String key) {
    var value = find(key);
    if (value instanceof Number) {
      return new Size(count(key, value), count(key, value));
    }
    if (value instanceof List<?> list && list.size() == 2) {
      return new Size(count(key, list.get(0)), count(key, list.get(1)));
    }
    if (value instanceof Map<?, ?> map && map.keySet().equals(Set.of("height", "width"))) {
      return new Size(count(key, map.get("height")), count(key, map.get("width")));
    }
    throw wrong(key, value, "height and width");
  }

  /** The rule that the setting {@code size} stands for, in one of its many forms. */
  Sizing sizing(String key) {
    var value = find(key);
    if (value instanceof Number && !flag("default_to_square")) {
      return new Sizing.ShortestEdge(count(key, value));
    }
    if (value instanceof Map<?, ?> map) {
      if (map.keySet().equals(Set.of("shortest_edge"))) {
        return new Sizing.ShortestEdge(count(key, map.get("shortest_edge")));
      }
      if (map.keySet().equals(Set.of("shortest_edge", "longest_edge"))) {
        return new Sizing.Edges(count(key, map.get("shortest_edge")), count(key, map.get("longest_edge")));
      }
      if (map.keySet().equals(Set.of("max_height", "max_width"))) {
        return new Sizing.Within(new Size(count(key, map.get("max_height")), count(key, map.get("max_width"))));
      }
    }
    return new Sizing.Exact(frame(key));
  }

  /** One number inside an object, or the setting itself where it is a number. */
  int edge(String key, String name) {
    var value = find(key);
    return count(key, value instanceof Map<?, ?> map ? map.get(name) : value);
  }

  private Object find(String key) {
    var value = given.get(prefix + key);
    return value != null ? value : defaults.get(prefix + key);
  }

  private int count(String key, Object value) {
    if (value instanceof Number number && number.doubleValue() == number.intValue() && number.intValue() > 0) {
      return number.intValue();
    }
    throw wrong(key, value, "whole numbers from 1 on");
  }

  private double fail(String key, String expected) {
    throw wrong(key, find(key), expected);
  }

  private IllegalArgumentException wrong(String key, Object found, String expected) {
    return new IllegalArgumentException(
        "preprocessing: setting '" + prefix + key + "' is " + found + "; expected " + expected);
  }
}
