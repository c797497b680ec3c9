package org.vitrail.llm.engine;

import java.util.Arrays;

/**
 * Tokens that are read together: those of a sequence follow one another. {@code wanted} says after which the scores are
 * asked for.
 */
final class Batch {
  private final EngineSequence[] sequences;
  private final int[] tokens;
  private final int[] positions;
  private final boolean[] wanted;
  private int size;

  Batch(int capacity) {
    sequences = new EngineSequence[capacity];
    tokens = new int[capacity];
    positions = new int[capacity];
    wanted = new boolean[capacity];
  }

  void clear() {
    Arrays.fill(sequences, 0, size, null);
    size = 0;
  }

  void add(EngineSequence sequence, int token, int position, boolean wanted) {
    sequences[size] = sequence;
    tokens[size] = token;
    positions[size] = position;
    this.wanted[size++] = wanted;
  }

  boolean isFull() {
    return size == tokens.length;
  }

  int size() {
    return size;
  }

  EngineSequence sequence(int i) {
    return sequences[i];
  }

  int token(int i) {
    return tokens[i];
  }

  int position(int i) {
    return positions[i];
  }

  boolean isWanted(int i) {
    return wanted[i];
  }

  /** How many scores are asked for. */
  int wanted() {
    int count = 0;
    for (int i = 0; i < size; i++) if (wanted[i]) count++;
    return count;
  }

  /** The end, exclusive, of the tokens from {@code first} that are of one sequence. */
  int endOfRun(int first) {
    int end = first + 1;
    while (end < size && sequences[end] == sequences[first]) end++;
    return end;
  }
}
