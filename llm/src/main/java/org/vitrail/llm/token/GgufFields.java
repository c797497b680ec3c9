package org.vitrail.llm.token;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.FormatException;

/** Typed access to the {@code tokenizer.ggml.…} metadata of a GGUF file, whose arrays may be lists or Java arrays. */
record GgufFields(Path file, Map<String, ?> metadata) {
  private static final String PREFIX = "tokenizer.ggml.";

  private Object value(String key) {
    return metadata.get(PREFIX + key);
  }

  String text(String key, String otherwise) {
    return switch (value(key)) {
      case null -> otherwise;
      case String text -> text;
      default -> throw wrong(key, "a text");
    };
  }

  boolean flag(String key, boolean otherwise) {
    return switch (value(key)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      default -> throw wrong(key, "true or false");
    };
  }

  /** The id of a token; −1 if the file names none. */
  int id(String key, int size) {
    return switch (value(key)) {
      case null -> -1;
      // Some files say that there is none by the largest number of 32 bits.
      case Number id when id.intValue() == -1 || id.longValue() == 0xFFFFFFFFL -> -1;
      case Number id when id.longValue() >= 0 && id.longValue() < size -> id.intValue();
      default -> throw wrong(key, "the id of one of " + size + " tokens");
    };
  }

  List<String> texts(String key) {
    var list = list(key);
    if (list == null) throw new FormatException(file, PREFIX + key, "it is missing");
    for (var element : list) if (!(element instanceof String)) throw wrong(key, "a list of texts");
    return list.stream().map(String.class::cast).toList();
  }

  /** {@code size} numbers; null if the file has none. */
  List<Number> numbers(String key, int size) {
    var list = list(key);
    if (list == null) return null;
    for (var element : list) if (!(element instanceof Number)) throw wrong(key, "a list of numbers");
    if (size >= 0 && list.size() != size) throw wrong(key, "one number for each of " + size + " tokens");
    return list.stream().map(Number.class::cast).toList();
  }

  private List<?> list(String key) {
    return switch (value(key)) {
      case null -> null;
      case List<?> list -> list;
      case Object array when array.getClass().isArray() -> new AbstractList<Object>() {
        @Override public Object get(int i) {
          return Array.get(array, i);
        }

        @Override public int size() {
          return Array.getLength(array);
        }
      };
      default -> throw wrong(key, "a list");
    };
  }

  private FormatException wrong(String key, String expected) {
    return new FormatException(file, PREFIX + key, "expected " + expected);
  }
}
