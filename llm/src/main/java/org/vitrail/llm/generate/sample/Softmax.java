package org.vitrail.llm.generate.sample;

/** Sums of exponentials of scores, in double precision. */
public final class Softmax {
  private Softmax() {}

  /** The greatest score. */
  public static float max(float[] scores) {
    float max = Float.NEGATIVE_INFINITY;
    for (float s : scores) max = Math.max(max, s);
    return max;
  }

  /** {@code log Σ exp(s)}. */
  public static double logSum(float[] scores) {
    float max = max(scores);
    double sum = 0;
    for (float s : scores) sum += Math.exp(s - max);
    return max + Math.log(sum);
  }

  /** {@code s − log Σ exp(s)}, in place. */
  public static void toLogProbabilities(float[] scores) {
    double logSum = logSum(scores);
    for (int i = 0; i < scores.length; i++) scores[i] = (float) (scores[i] - logSum);
  }

  /** {@code exp(s)/Σ exp(s)} into {@code probabilities}. */
  public static void probabilities(float[] scores, double[] probabilities) {
    float max = max(scores);
    double sum = 0;
    for (int i = 0; i < scores.length; i++) sum += probabilities[i] = Math.exp(scores[i] - max);
    for (int i = 0; i < scores.length; i++) probabilities[i] /= sum;
  }
}
