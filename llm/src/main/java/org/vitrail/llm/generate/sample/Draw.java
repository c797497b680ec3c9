package org.vitrail.llm.generate.sample;

import java.util.random.RandomGenerator;

/** Draws by the inverse of the cumulative distribution, whose sums are in double precision. */
final class Draw implements Sampler {
  private final RandomGenerator random;
  private double[] sums = new double[0];

  Draw(RandomGenerator random) {
    this.random = random;
  }

  @Override public int next(float[] scores) {
    if (sums.length != scores.length) sums = new double[scores.length];
    float max = Softmax.max(scores);
    if (max == Float.NEGATIVE_INFINITY) return NONE;
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] != Float.NEGATIVE_INFINITY) sum += Math.exp(scores[i] - max);
      sums[i] = sum;
    }
    return at(random.nextDouble() * sum);
  }

  /** The first token up to which the probabilities sum to more than {@code mass}. */
  private int at(double mass) {
    int low = 0;
    int high = sums.length - 1;
    double least = Math.min(mass, Math.nextDown(sums[high]));
    while (low < high) {
      int middle = low + high >>> 1;
      if (sums[middle] > least) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
