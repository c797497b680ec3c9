package org.vitrail.cli;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vitrail.llm.token.Tokenizer;

/** What of a text a vocabulary cannot express, and a model therefore never reads. */
final class UnknownText {
  private static final int NAMED = 8;

  private UnknownText() {}

  /** A sentence that names the characters of {@code texts} of which no token is made; empty if there are none. */
  static Optional<String> notice(Collection<String> texts, Tokenizer tokenizer) {
    var unknown = texts.stream().flatMapToInt(String::codePoints).distinct().filter(c -> !Character.isWhitespace(c))
        .mapToObj(Character::toString).filter(c -> tokenizer.encode(c).length == 0).toList();
    return unknown.isEmpty() ? Optional.empty() : Optional.of("the model has no token for " + named(unknown)
        + "; it reads the prompt without");
  }

  private static String named(List<String> characters) {
    var first = characters.stream().limit(NAMED).map(c -> "'" + c + "'").collect(Collectors.joining(", "));
    return characters.size() <= NAMED ? first : first + " and " + (characters.size() - NAMED) + " more characters";
  }
}
