package org.vitrail.llm.token;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Text to tokens of a vocabulary and back. Threads may share one. */
public interface Tokenizer {

  /** Number of ids. */
  int size();

  /** The tokens of a text, without the special ones that a model expects around it; special tokens in it are text. */
  int[] encode(String text);

  /** As {@link #encode}, but special tokens that are written in the text are taken as such, as in a rendered chat. */
  default int[] encodeWithSpecials(String text) {
    return encode(text);
  }

  /** One or two texts, given as their tokens, with the special ones that a model expects around and between them. */
  default int[] wrap(int[]... texts) {
    return Stream.of(texts).flatMapToInt(IntStream::of).toArray();
  }

  /** For texts of so many tokens, the segment of each token of {@link #wrap}: 0 or 1. */
  default int[] segments(int... lengths) {
    return IntStream.range(0, lengths.length).flatMap(i -> IntStream.generate(() -> i).limit(lengths[i])).toArray();
  }

  /** The text of tokens; special ones are left out. Bytes that are not UTF-8 become U+FFFD. */
  String decode(int... ids);

  /** As {@link #decode}, with the special ones. */
  default String decodeWithSpecials(int... ids) {
    return decode(ids);
  }

  /** Decodes token by token: {@link #decode} of all tokens is what the stream gives out in all. */
  default TextStream stream() {
    return new TextStream(this::bytes);
  }

  /**
   * What a token stands for in the middle of a text, as bytes: part of a character, maybe. Special tokens have none.
   */
  byte[] bytes(int id);

  /** A token as the vocabulary writes it; null if there is none of this id. */
  default String piece(int id) {
    return id < 0 || id >= size() ? null : decodeWithSpecials(id);
  }

  /** The id of a token as the vocabulary writes it, special ones included; −1 if there is none. */
  default int id(String piece) {
    return IntStream.range(0, size()).filter(i -> piece.equals(piece(i))).findFirst().orElse(-1);
  }

  default boolean isSpecial(int id) {
    return false;
  }

  /** The tokens with a part to play. */
  default SpecialTokens specials() {
    return SpecialTokens.NONE;
  }
}
