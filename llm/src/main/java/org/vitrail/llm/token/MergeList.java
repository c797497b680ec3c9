package org.vitrail.llm.token;

import java.nio.file.Path;
import org.vitrail.tensor.io.FormatException;

/** Merges as files list them: pairs of tokens, first those of the lowest rank. */
final class MergeList {
  private final Path file;
  private final Vocabulary vocabulary;
  private final String prefix;
  private final Merges merges;
  private int rank;

  /** @param prefix that tokens inside a word begin with, which is left out where two are put together */
  MergeList(Path file, Vocabulary vocabulary, String prefix, int expected) {
    this.file = file;
    this.vocabulary = vocabulary;
    this.prefix = prefix;
    merges = new Merges(expected);
  }

  /** A merge written as two tokens with a space between. */
  void add(String place, String line) {
    int space = line.indexOf(' ');
    if (space < 1 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
      throw new FormatException(file, place, "expected two tokens with a space between, found "
          + FormatException.quote(line));
    }
    add(place, line.substring(0, space), line.substring(space + 1));
  }

  void add(String place, String left, String right) {
    if (!right.startsWith(prefix)) {
      throw new FormatException(file, place, FormatException.quote(right) + " does not begin with "
          + FormatException.quote(prefix));
    }
    merges.add(id(place, left), id(place, right), rank++, id(place, left + right.substring(prefix.length())));
  }

  private int id(String place, String token) {
    int id = vocabulary.id(token);
    if (id < 0) {
      throw new FormatException(file, place, FormatException.quote(token) + " is not in the vocabulary");
    }
    return id;
  }

  Merges merges() {
    return merges;
  }
}
