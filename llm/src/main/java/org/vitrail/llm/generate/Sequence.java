package org.vitrail.llm.generate;

/** What a model has read so far: its keys and values of each token, so that no token is computed twice. */
public interface Sequence {

  /** Number of tokens read. */
  int length();

  /** Token {@code i} of those read. */
  int token(int i);

  /**
   * Reads {@code tokens}, at least one, and returns the scores of the token that follows the last of them. The array
   * belongs to the model and is valid until it reads again; nothing else is allocated.
   *
   * @throws IllegalArgumentException if the context would be exceeded or a token does not exist
   */
  float[] read(int... tokens);

  /** As {@link #read}, with the scores that follow each of {@code tokens}, in rows of their own. */
  float[][] readAll(int... tokens);

  /** Forgets all tokens from {@code length} on. */
  void truncate(int length);

  /** A copy that goes on by itself. */
  Sequence fork();
}
