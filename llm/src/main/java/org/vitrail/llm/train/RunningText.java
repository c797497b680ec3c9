package org.vitrail.llm.train;

import java.util.Arrays;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.RandomStream;

/**
 * One long text. A row is a crop of {@code context} tokens from any place, as nanoGPT draws them; the last tenth of the
 * text is held out.
 */
public final class RunningText implements TextData {
  private static final double TRAINED = 0.9;

  private final int[] train;
  private final int[] heldOut;
  private final int context;

  /**
   * @throws IllegalArgumentException if the held-out part has not {@code context + 1} tokens
   */
  public RunningText(int[] tokens, int context) {
    int split = (int) (TRAINED * tokens.length);
    train = Arrays.copyOfRange(tokens, 0, split);
    heldOut = Arrays.copyOfRange(tokens, split, tokens.length);
    this.context = context;
    if (heldOut.length <= context) {
      throw new IllegalArgumentException("the text has " + tokens.length + " tokens, of which a tenth is held out: too "
          + "few for a context of " + context + "; give more text or a shorter context");
    }
  }

  @Override public Batches<?, TokenBatch> batches(int size, long seed) {
    return new Batches<>(Dataset.of(size, row -> row), size, seed, (rows, random) -> crops(train, rows.size(), random));
  }

  @Override public TokenBatch heldOut(int size, RandomStream random) {
    return crops(heldOut, size, random);
  }

  private TokenBatch crops(int[] tokens, int size, RandomStream random) {
    var ids = new int[size][];
    var next = new int[size][];
    for (int i = 0; i < size; i++) {
      int start = random.nextInt(tokens.length - context);
      ids[i] = Arrays.copyOfRange(tokens, start, start + context);
      next[i] = Arrays.copyOfRange(tokens, start + 1, start + 1 + context);
    }
    return TokenBatch.of(ids, next);
  }

  @Override public long tokens() {
    return train.length;
  }

  @Override public long heldOutTokens() {
    return heldOut.length;
  }
}
