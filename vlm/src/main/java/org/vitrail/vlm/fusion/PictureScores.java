package org.vitrail.vlm.fusion;

/**
 * Makes the scores of a picture's next code from those that a model gives it with the text before the picture and without.
 */
@FunctionalInterface
public interface PictureScores {

  /**
   * Changes {@code conditional} in place. Both are unnormalised log-probabilities of the whole vocabulary, −∞ for what is
   * ruled out, which is the same in both.
   *
   * @param conditional the scores after the text
   * @param unconditional the scores without it
   */
  void combine(float[] conditional, float[] unconditional);
}
