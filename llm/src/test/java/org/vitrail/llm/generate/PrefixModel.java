package org.vitrail.llm.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A model whose scores are a function of all tokens read. It spoils the scores of its last reading at the next one, so
 * that who keeps them is found out.
 */
public final class PrefixModel implements LanguageModel {
  /** Scores of what follows the first {@code length} tokens. */
  @FunctionalInterface
  public interface Scores {
    void of(int[] tokens, int length, float[] scores);
  }

  private final int vocabulary;
  private final int context;
  private final Scores scores;
  private final List<float[]> lent = new ArrayList<>();
  private int tokensRead;

  public PrefixModel(int vocabulary, int context, Scores scores) {
    this.vocabulary = vocabulary;
    this.context = context;
    this.scores = scores;
  }

  /** Scores that depend on the last two tokens, from a table. */
  public static PrefixModel trigrams(int vocabulary, int context, long seed) {
    var random = new SplittableRandom(seed);
    var table = new float[vocabulary * vocabulary][vocabulary];
    for (var row : table) for (int i = 0; i < vocabulary; i++) row[i] = (float) (2 * random.nextGaussian());
    return new PrefixModel(vocabulary, context, (tokens, n, out) -> System.arraycopy(
        table[(n < 2 ? 0 : tokens[n - 2]) * vocabulary + tokens[n - 1]], 0, out, 0, vocabulary));
  }

  /** Scores that depend on every token, by a hash. */
  public static PrefixModel hash(int vocabulary, int context, long seed, double spread) {
    return new PrefixModel(vocabulary, context, (tokens, n, out) -> {
      var random = new SplittableRandom(seed + Arrays.hashCode(Arrays.copyOf(tokens, n)) * 77_777L);
      for (int i = 0; i < out.length; i++) out[i] = (float) (spread * (random.nextDouble() - 0.5));
    });
  }

  /** How many tokens were read in all. */
  public int tokensRead() {
    return tokensRead;
  }

  @Override public int vocabulary() {
    return vocabulary;
  }

  @Override public int context() {
    return context;
  }

  @Override public Sequence begin() {
    return new Read();
  }

  @Override public float[][] read(List<? extends Sequence> sequences, int[][] tokens) {
    spoil();
    var rows = new float[sequences.size()][];
    for (int i = 0; i < rows.length; i++) rows[i] = ((Read) sequences.get(i)).append(tokens[i])[tokens[i].length - 1];
    return rows;
  }

  private void spoil() {
    lent.forEach(row -> Arrays.fill(row, Float.NaN));
    lent.clear();
  }

  private final class Read implements Sequence {
    private final int[] tokens = new int[context];
    private int length;

    @Override public int length() {
      return length;
    }

    @Override public int token(int i) {
      return tokens[i];
    }

    @Override public float[] read(int... more) {
      return readAll(more)[more.length - 1];
    }

    @Override public float[][] readAll(int... more) {
      spoil();
      return append(more);
    }

    private float[][] append(int... more) {
      if (more.length == 0 || length + more.length > context) throw new IllegalArgumentException("cannot read that");
      var rows = new float[more.length][vocabulary];
      for (int i = 0; i < more.length; i++) {
        if (more[i] < 0 || more[i] >= vocabulary) throw new IllegalArgumentException("no token " + more[i]);
        tokens[length++] = more[i];
        tokensRead++;
        scores.of(tokens, length, rows[i]);
        lent.add(rows[i]);
      }
      return rows;
    }

    @Override public void truncate(int to) {
      if (to > length || to < 0) throw new IllegalArgumentException("cannot truncate " + length + " to " + to);
      length = to;
    }

    @Override public Sequence fork() {
      var copy = new Read();
      System.arraycopy(tokens, 0, copy.tokens, 0, length);
      copy.length = length;
      return copy;
    }
  }
}
