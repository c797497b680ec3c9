package org.vitrail.vlm.fusion;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a {@link MixedWriter} writes: words and codes are chosen apart (Chameleon Team 2024, section 2.5).
 *
 * @param words how words are chosen
 * @param codes how codes are chosen
 * @param contrast what makes the scores of a code of those with and without the text; null to take them as they are
 * @param unconditional a picture's beginning without a text, down to its mark: {@code [BOS] [BOI]}
 * @param most tokens to write
 * @param seed names the random numbers; each row of a call has its own
 */
public record Style(Mode mode, Sampling words, Sampling codes, PictureScores contrast, List<Integer> unconditional,
    int most, long seed) {

  public Style {
    unconditional = List.copyOf(unconditional);
  }

  /** The likeliest tokens of any kind, at most 256. */
  public static Style of(Mode mode) {
    return new Style(mode, Sampling.GREEDY, Sampling.GREEDY, null, List.of(), 256, 0);
  }

  public Style mode(Mode other) {
    return new Style(other, words, codes, contrast, unconditional, most, seed);
  }

  public Style words(Sampling sampling) {
    return new Style(mode, sampling, codes, contrast, unconditional, most, seed);
  }

  public Style codes(Sampling sampling) {
    return new Style(mode, words, sampling, contrast, unconditional, most, seed);
  }

  /** Compares with pictures that begin with {@code without} in place of the text. */
  public Style contrast(PictureScores scores, int... without) {
    return new Style(mode, words, codes, scores, IntStream.of(without).boxed().toList(), most, seed);
  }

  public Style most(int tokens) {
    return new Style(mode, words, codes, contrast, unconditional, tokens, seed);
  }

  public Style seed(long number) {
    return new Style(mode, words, codes, contrast, unconditional, most, number);
  }
}
