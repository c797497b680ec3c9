package org.vitrail.vlm.probe;

/** What scores choose. A tie is a wrong answer, so that a model that always says the same gets nothing. */
final class Choice {
  private Choice() {}

  /** Whether the score at {@code truth} is higher than every other. */
  static boolean isBest(double[] scores, int truth) {
    for (int i = 0; i < scores.length; i++) if (i != truth && !(scores[truth] > scores[i])) return false;
    return true;
  }

  /** For which items the score of the truth is higher than every other. */
  static boolean[] areBest(double[][] scores, int[] truth) {
    var best = new boolean[truth.length];
    for (int i = 0; i < best.length; i++) best[i] = isBest(scores[i], truth[i]);
    return best;
  }

  /** The place of the highest score, the first of equal ones. */
  static int best(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) if (scores[i] > scores[best]) best = i;
    return best;
  }
}
