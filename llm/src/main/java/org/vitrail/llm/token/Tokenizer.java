package org.vitrail.llm.token;

/** Text to tokens of a vocabulary and back. Threads may share one. */
public interface Tokenizer {

  /** Number of ids. */
  int size();

  /** The tokens of a text, without the special ones that a model expects around it; special tokens in it are text. */
  int[] encode(String text);

  /** The text of tokens; special ones are left out. Bytes that are not UTF-8 become U+FFFD. */
  String decode(int... ids);

  /** What a token stands for in a text, as bytes: part of a character, maybe. Special tokens have none. */
  byte[] bytes(int id);
}
