package org.vitrail.llm.token;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.FormatException;
import org.vitrail.tensor.io.Json;

/**
 * A value of a JSON file and where it stands, with typed access.
 *
 * @param place such as {@code model.merges[3]}
 */
record Field(Path file, String place, Object value) {

  static Field read(Path file) throws java.io.IOException {
    return new Field(file, "", Json.read(file));
  }

  /** A member of this object; its value is null where it is missing. */
  Field get(String key) {
    return new Field(file, place.isEmpty() ? key : place + "." + key, object().get(key));
  }

  boolean exists() {
    return value != null;
  }

  String text() {
    if (value instanceof String text) return text;
    throw wrong("expected a text");
  }

  String text(String otherwise) {
    return exists() ? text() : otherwise;
  }

  boolean flag(boolean otherwise) {
    if (!exists()) return otherwise;
    if (value instanceof Boolean flag) return flag;
    throw wrong("expected true or false");
  }

  double number() {
    if (value instanceof Number number) return number.doubleValue();
    throw wrong("expected a number");
  }

  /** An integer from 0. */
  int integer() {
    if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) return number.intValue();
    throw wrong("expected an integer from 0");
  }

  int integer(int otherwise) {
    return exists() ? integer() : otherwise;
  }

  List<Field> list() {
    if (!(value instanceof List<?> list)) throw wrong("expected a list");
    return java.util.stream.IntStream.range(0, list.size())
        .mapToObj(i -> new Field(file, place + "[" + i + "]", list.get(i))).toList();
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> object() {
    if (value instanceof Map<?, ?>) return (Map<String, Object>) value;
    throw wrong("expected an object");
  }

  /** The members of this object that are not null. */
  List<Field> members() {
    return object().keySet().stream().map(this::get).filter(Field::exists).toList();
  }

  /** The last key of {@link #place}. */
  String key() {
    return place.substring(place.lastIndexOf('.') + 1);
  }

  FormatException wrong(String problem) {
    var found = switch (value) {
      case null -> "nothing";
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "a list";
      default -> FormatException.quote(value.toString());
    };
    return new FormatException(file, place.isEmpty() ? "JSON" : place, problem + ", found " + found);
  }
}
