package org.vitrail.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.llm.token.Tokenizer;

/** What of texts a vocabulary cannot express, so that a model never reads it. Each thing is told once. */
public final class UnknownText {
  private static final int NAMED = 8;

  private final Tokenizer tokenizer;
  private final int unknown;
  private final Set<String> told = new HashSet<>();

  public UnknownText(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    unknown = tokenizer.specials().unk();
  }

  /** Sentences that name the characters and words of {@code texts} of which no token, or the unknown one, is made. */
  public List<String> notices(Collection<String> texts) {
    var notices = new ArrayList<String>();
    var left = news(texts.stream().flatMapToInt(String::codePoints).distinct().filter(c -> !Character.isWhitespace(c))
        .mapToObj(Character::toString).filter(c -> tokenizer.encode(c).length == 0));
    if (!left.isEmpty()) notices.add("the model has no token for " + named(left) + "; it reads the text without");
    var replaced = news(texts.stream().filter(this::hasUnknown).flatMap(text -> Arrays.stream(text.split("\\s+")))
        .distinct().filter(this::hasUnknown).flatMap(this::unknown));
    if (!replaced.isEmpty()) {
      notices.add("the model has no token for " + named(replaced) + "; it reads " + tokenizer.piece(unknown)
          + " instead");
    }
    return notices;
  }

  private List<String> news(Stream<String> things) {
    return things.filter(told::add).toList();
  }

  private boolean hasUnknown(String text) {
    return countUnknown(text) > 0;
  }

  private long countUnknown(String text) {
    return unknown < 0 ? 0 : IntStream.of(tokenizer.encode(text)).filter(token -> token == unknown).count();
  }

  /** The characters that make a word unknown; the word where it is unknown as a whole. */
  private Stream<String> unknown(String word) {
    boolean whole = IntStream.of(tokenizer.encode(word))
        .allMatch(token -> token == unknown || tokenizer.decode(token).isBlank());
    var characters = word.codePoints().distinct().mapToObj(Character::toString).filter(this::hasUnknown)
        .filter(c -> countUnknown(word.replace(c, "")) < countUnknown(word)).toList();
    return whole || characters.isEmpty() ? Stream.of(word) : characters.stream();
  }

  private static String named(List<String> things) {
    var first = things.stream().limit(NAMED).map(c -> "'" + c + "'").collect(Collectors.joining(", "));
    return things.size() <= NAMED ? first : first + " and " + (things.size() - NAMED) + " more";
  }
}
