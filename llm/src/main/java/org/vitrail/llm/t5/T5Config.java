package org.vitrail.llm.t5;

import org.vitrail.nn.Activation;

/**
 * An encoder-decoder in numbers.
 *
 * @param headDim width of a head; the heads together may be wider or narrower than {@code width}
 * @param buckets of distances that share a bias
 * @param farthest distance from which on all share one
 * @param gated whether the MLP is gated, as in version 1.1
 * @param scaled whether the decoder's result is scaled by width^-½ before it is scored
 * @param tied whether the scores use the token embedding's weights
 * @param start the token with which the decoder begins
 */
public record T5Config(int vocabulary, int width, int heads, int headDim, int hidden, int encoderDepth,
    int decoderDepth, int buckets, int farthest, Activation activation, boolean gated, double eps, boolean scaled,
    boolean tied, int start, int padding) {

  public T5Config {
    if (buckets % 4 != 0 || farthest <= buckets / 2) {
      throw new IllegalArgumentException("T5's " + buckets + " buckets of distances up to " + farthest
          + " must be a multiple of 4 and reach beyond half their number");
    }
  }
}
