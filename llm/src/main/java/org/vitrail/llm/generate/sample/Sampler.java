package org.vitrail.llm.generate.sample;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Chooses a token by its score. */
@FunctionalInterface
public interface Sampler {
  /** No token: all are ruled out. */
  int NONE = -1;

  /** A token whose score is not −∞; {@link #NONE} if there is none. */
  int next(float[] scores);

  /** Always the greatest score, the first of equal ones. */
  static Sampler greedy() {
    return scores -> {
      int best = NONE;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] <= greatest) continue;
        greatest = scores[i];
        best = i;
      }
      return best;
    };
  }

  /** Token i with probability {@code exp(s_i)/Σ exp(s)}, drawn from stream {@code row} of a seed. */
  static Sampler random(long seed, int row) {
    return new Draw(stream(seed, row));
  }

  /**
   * SplitMix64 (Steele, Lea and Flood 2014), as the JDK has it, begun at {@code mix(seed + (row + 1)·G)}: rows are
   * independent of each other and of how many there are.
   */
  static RandomGenerator stream(long seed, int row) {
    return new SplittableRandom(new SplittableRandom(seed + row * 0x9E3779B97F4A7C15L).nextLong());
  }
}
