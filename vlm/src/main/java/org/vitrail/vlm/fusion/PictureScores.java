package org.vitrail.vlm.fusion;

/** Makes the scores of a code of two: what the model says after the text, and what it says without. */
@FunctionalInterface
public interface PictureScores {

  /** Changes {@code conditional} in place; scores of −∞ in it are ruled out and stay so. */
  void combine(float[] conditional, float[] unconditional);
}
