package org.vitrail.llm.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Batches;
import org.vitrail.nn.data.Dataset;
import org.vitrail.tensor.RandomStream;

/**
 * Many texts, such as captions, each a row of its own from its begin token to its end token, filled up with padding
 * that predicts nothing. The last tenth of them is held out.
 */
public final class SeparateTexts implements TextData {
  private static final double TRAINED = 0.9;
  private static final int NOTHING = -100;

  private final List<int[]> train;
  private final List<int[]> heldOut;
  private final int padding;

  /**
   * @param texts with their begin and end tokens
   * @throws IllegalArgumentException if there are fewer than ten, or one has more than {@code context + 1} tokens
   */
  public SeparateTexts(List<int[]> texts, int context, int padding) {
    if (texts.size() < 10) {
      throw new IllegalArgumentException("there are " + texts.size() + " texts, at least 10 are needed, of which one is held out");
    }
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).length > context + 1) {
        throw new IllegalArgumentException("text " + (i + 1) + " has " + texts.get(i).length
            + " tokens, more than a context of " + context + " and the next; make the context longer or cut the text");
      }
    }
    int split = (int) (TRAINED * texts.size());
    train = texts.subList(0, split);
    heldOut = texts.subList(split, texts.size());
    this.padding = padding;
  }

  @Override public Batches<?, TokenBatch> batches(int size, long seed) {
    return new Batches<>(Dataset.of(train), size, seed, (texts, random) -> batch(texts));
  }

  @Override public TokenBatch heldOut(int size, RandomStream random) {
    return batch(IntStream.range(0, size).mapToObj(i -> heldOut.get(random.nextInt(heldOut.size()))).toList());
  }

  private TokenBatch batch(List<int[]> texts) {
    int length = texts.stream().mapToInt(text -> text.length).max().orElseThrow() - 1;
    var ids = new int[texts.size()][length];
    var next = new int[texts.size()][length];
    for (int i = 0; i < ids.length; i++) {
      var text = texts.get(i);
      Arrays.fill(ids[i], padding);
      Arrays.fill(next[i], NOTHING);
      System.arraycopy(text, 0, ids[i], 0, text.length - 1);
      System.arraycopy(text, 1, next[i], 0, text.length - 1);
    }
    return TokenBatch.of(ids, next);
  }

  @Override public long tokens() {
    return train.stream().mapToLong(text -> text.length).sum();
  }

  @Override public long heldOutTokens() {
    return heldOut.stream().mapToLong(text -> text.length).sum();
  }
}
