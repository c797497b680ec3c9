package org.vitrail.llm.generate.sample;

import java.util.Arrays;

/** The tokens of a text that grows: those of a prompt, then those chosen since. */
public final class History {
  private final int prompt;
  private int[] tokens;
  private int size;

  private History(int[] tokens, int size, int prompt) {
    this.tokens = tokens;
    this.size = size;
    this.prompt = prompt;
  }

  /** A prompt after which nothing has been chosen yet. */
  public static History of(int... prompt) {
    return new History(prompt.clone(), prompt.length, prompt.length);
  }

  public int size() {
    return size;
  }

  /** Token {@code i}; the prompt's begin at 0. */
  public int get(int i) {
    return tokens[i];
  }

  /** Number of tokens of the prompt. */
  public int prompt() {
    return prompt;
  }

  /** Number of tokens chosen. */
  public int chosen() {
    return size - prompt;
  }

  public void add(int token) {
    if (size == tokens.length) tokens = Arrays.copyOf(tokens, Math.max(16, 2 * size));
    tokens[size++] = token;
  }

  /** Forgets all tokens from {@code length} on, which are chosen ones. */
  public void truncate(int length) {
    size = length;
  }

  /** A copy that grows by itself. */
  public History fork() {
    return new History(Arrays.copyOf(tokens, size + 1), size, prompt);
  }

  /** Tokens {@code from} to {@code to} − 1. */
  public int[] range(int from, int to) {
    return Arrays.copyOfRange(tokens, from, to);
  }

  /** All tokens chosen. */
  public int[] chosenTokens() {
    return range(prompt, size);
  }
}
