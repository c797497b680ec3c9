package org.vitrail.llm.generate;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.Sampler;
import org.vitrail.llm.generate.sample.Softmax;

/** The probabilities with which a token is chosen; all on one token where the choice is greedy. */
final class Choice {
  private final boolean greedy;
  private final Sampler best = Sampler.greedy();
  private final float[] scores;

  Choice(boolean greedy, int vocabulary) {
    this.greedy = greedy;
    this.scores = new float[vocabulary];
  }

  /**
   * Fills {@code probabilities} from a model's scores, which stay as they are; a token without a score has none. False
   * if all are ruled out.
   */
  boolean distribution(Processor processor, History history, float[] logits, double[] probabilities) {
    int scored = Math.min(scores.length, logits.length);
    System.arraycopy(logits, 0, scores, 0, scored);
    Arrays.fill(scores, scored, scores.length, Float.NEGATIVE_INFINITY);
    processor.process(history, scores);
    int likeliest = best.next(scores);
    if (likeliest == Sampler.NONE) return false;
    if (greedy) {
      Arrays.fill(probabilities, 0);
      probabilities[likeliest] = 1;
    } else {
      Softmax.probabilities(scores, probabilities);
    }
    return true;
  }

  /** Token i with a probability in proportion to {@code weights[i]}; {@link Sampler#NONE} if all are 0. */
  int draw(double[] weights, RandomGenerator random) {
    double sum = 0;
    for (double w : weights) sum += w;
    double left = random.nextDouble() * sum;
    int last = Sampler.NONE;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] == 0) continue;
      last = i;
      left -= weights[i];
      if (left < 0) return i;
    }
    return last;
  }
}
