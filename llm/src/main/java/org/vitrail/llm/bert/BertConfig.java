package org.vitrail.llm.bert;

import org.vitrail.nn.Activation;

/**
 * An encoder in numbers: everything in which BERT, RoBERTa and DistilBERT differ.
 *
 * @param positions rows of the position embedding
 * @param types rows of the embedding of token types (first or second text); 0 for none
 * @param padding the token that fills rows up
 * @param positionsAfterPadding whether positions count the tokens that are not padding, from {@code padding + 1} on, as
 *     RoBERTa's do
 * @param heads what stands on the encoder
 */
public record BertConfig(int vocabulary, int positions, int types, int width, int depth, int attentionHeads, int hidden,
    Activation activation, double eps, double dropout, int padding, boolean positionsAfterPadding, Heads heads) {

  /**
   * @param pooler whether the first token goes through a linear map and tanh
   * @param words whether masked words are restored
   * @param tied whether their scores use the word embedding's weights
   * @param next whether it is judged if the second text follows the first
   */
  public record Heads(boolean pooler, boolean words, boolean tied, boolean next) {
    /** The bare encoder. */
    public static final Heads NONE = new Heads(false, false, true, false);
    /** For masked words alone. */
    public static final Heads WORDS = new Heads(false, true, true, false);
  }

  public BertConfig {
    if (width % attentionHeads != 0) {
      throw new IllegalArgumentException("width " + width + " is not a multiple of " + attentionHeads + " heads");
    }
  }

  BertConfig withDropout(double rate) {
    return new BertConfig(vocabulary, positions, types, width, depth, attentionHeads, hidden, activation, eps, rate,
        padding, positionsAfterPadding, heads);
  }

  /** Number of learned values, norms, biases and heads left out. */
  public long parameters() {
    double block = 4.0 * width * width + 2.0 * width * hidden;
    return (long) (((double) vocabulary + positions + types) * width + depth * block);
  }

  /** Tokens of the longest text. */
  public int context() {
    return positionsAfterPadding ? positions - padding - 1 : positions;
  }
}
