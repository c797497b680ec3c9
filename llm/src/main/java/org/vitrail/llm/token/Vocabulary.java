package org.vitrail.llm.token;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.io.FormatException;

/** Tokens and their ids. An id without a token is a hole. */
final class Vocabulary {
  private final Map<String, Integer> ids = new HashMap<>();
  private final java.util.BitSet special = new java.util.BitSet();
  private String[] tokens;
  private int size;

  private Vocabulary(int capacity) {
    tokens = new String[capacity];
  }

  static Vocabulary of(Path file, List<String> tokens) {
    var vocabulary = new Vocabulary(tokens.size());
    for (int id = 0; id < tokens.size(); id++) vocabulary.add(file, tokens.get(id), id);
    return vocabulary;
  }

  static Vocabulary of(Path file, Map<String, Integer> ids) {
    var vocabulary = new Vocabulary(ids.size());
    ids.forEach((token, id) -> vocabulary.add(file, token, id));
    return vocabulary;
  }

  /** Adds a token, unless it is there with this id. */
  void add(Path file, String token, int id) {
    if (id < 0 || id > 16L * (size + tokens.length) + 65_536) {
      throw new FormatException(file, "token " + FormatException.quote(token), "the id " + id
          + " is far from those of the other tokens; ids count from 0");
    }
    if (id >= tokens.length) tokens = java.util.Arrays.copyOf(tokens, Math.max(id + 1, tokens.length * 3 / 2));
    var other = ids.putIfAbsent(token, id);
    if (other != null && other != id || tokens[id] != null && !tokens[id].equals(token)) {
      throw new FormatException(file, "token " + FormatException.quote(token), other != null
          ? "it has two ids, " + other + " and " + id
          : "its id " + id + " is also that of " + FormatException.quote(tokens[id]));
    }
    tokens[id] = token;
    size = Math.max(size, id + 1);
  }

  /** One more than the largest id. */
  int size() {
    return size;
  }

  /** The token of an id, null for a hole and for what is no id. */
  String token(int id) {
    return id >= 0 && id < size ? tokens[id] : null;
  }

  /** The id of a token, −1 if it is none. */
  int id(String token) {
    return ids.getOrDefault(token, -1);
  }

  /** The id of a token that text may become, −1 for others and for special ones. */
  int word(String token) {
    int id = id(token);
    return id >= 0 && special.get(id) ? -1 : id;
  }

  /** Makes a token special: markup and not text. */
  void mark(int id) {
    special.set(id);
  }

  boolean isSpecial(int id) {
    return id >= 0 && special.get(id);
  }
}
