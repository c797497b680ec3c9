package org.vitrail.llm.train;

import org.vitrail.nn.data.Batches;
import org.vitrail.tensor.RandomStream;

/** Text to learn from, and held-out text to be measured on, as rows of tokens of which each predicts the next. */
public interface TextData {

  /** Training batches of {@code size} rows; {@code seed} names their order. */
  Batches<?, TokenBatch> batches(int size, long seed);

  /** A batch of {@code size} held-out rows that {@code random} chooses. */
  TokenBatch heldOut(int size, RandomStream random);

  /** Tokens in the training part. */
  long tokens();

  /** Tokens in the held-out part. */
  long heldOutTokens();
}
