package org.vitrail.llm.generate;

import java.util.List;

/** Something that reads tokens and scores what may come next. */
public interface LanguageModel {

  /** How many tokens there are: the scores of a position. */
  int vocabulary();

  /** Most tokens of a sequence. */
  int context();

  /** A sequence with nothing in it. */
  Sequence begin();

  /**
   * Reads one or more tokens into each of several sequences of this model together, which costs less than one after the
   * other. Row i of the result is what {@code sequences.get(i).read(tokens[i])} would return; the rows are valid until
   * the model reads again.
   */
  float[][] read(List<? extends Sequence> sequences, int[][] tokens);
}
