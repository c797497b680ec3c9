package org.vitrail.vlm.fusion.train;

import java.util.Arrays;

/**
 * A text to learn from.
 *
 * @param ids its tokens
 * @param weights how much it counts that token t is foretold from those before it: 0 not at all, 1 fully; of the first
 *     token, which nothing foretells, it has no meaning
 */
public record WeighedTokens(int[] ids, float[] weights) {

  /** @throws IllegalArgumentException if there are not as many weights as tokens */
  public WeighedTokens {
    if (ids.length != weights.length) {
      throw new IllegalArgumentException(ids.length + " tokens with " + weights.length + " weights; give one for each");
    }
  }

  /** All tokens count alike. */
  public static WeighedTokens of(int... ids) {
    var weights = new float[ids.length];
    Arrays.fill(weights, 1);
    return new WeighedTokens(ids, weights);
  }

  /** The weights of tokens {@code from ≤ t < to} multiplied. */
  public WeighedTokens weigh(int from, int to, double factor) {
    var changed = weights.clone();
    for (int t = from; t < to; t++) changed[t] *= (float) factor;
    return new WeighedTokens(ids, changed);
  }

  /** Tokens one after the other. */
  public static final class Builder {
    private int[] ids = new int[64];
    private float[] weights = new float[64];
    private int size;

    public Builder add(int id, float weight) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * size);
        weights = Arrays.copyOf(weights, 2 * size);
      }
      ids[size] = id;
      weights[size++] = weight;
      return this;
    }

    /** The tokens {@code from ≤ t < to} of a text. */
    public Builder add(WeighedTokens text, int from, int to) {
      for (int t = from; t < to; t++) add(text.ids[t], text.weights[t]);
      return this;
    }

    public WeighedTokens build() {
      return new WeighedTokens(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
    }
  }
}
