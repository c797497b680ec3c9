package org.vitrail.llm.generate;

import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.Softmax;

/**
 * Classifier-free guidance (Sanchez et al. 2023, arXiv 2306.17806): with c the log-probabilities after the prompt and u
 * those after another prompt that is to be avoided, followed by the same text, {@code u + scale·(c − u)}.
 */
final class Guidance implements Processor {
  private final double scale;
  private final int[] avoided;
  private final Sequence sequence;
  private float[] other = new float[0];

  Guidance(double scale, int[] avoided, LanguageModel model) {
    this.scale = scale;
    this.avoided = avoided;
    this.sequence = model.begin();
  }

  @Override public void process(History history, float[] scores) {
    var logits = read(history);
    if (other.length != logits.length) other = new float[logits.length];
    System.arraycopy(logits, 0, other, 0, logits.length);
    Softmax.toLogProbabilities(scores);
    Softmax.toLogProbabilities(other);
    for (int i = 0; i < scores.length; i++) scores[i] = (float) (other[i] + scale * (scores[i] - other[i]));
  }

  /** Scores after the avoided prompt and what has been chosen; what both share with the last call is not read again. */
  private float[] read(History history) {
    int length = avoided.length + history.chosen();
    int common = 0;
    int most = Math.min(sequence.length(), length - 1);
    while (common < most && sequence.token(common) == token(history, common)) common++;
    sequence.truncate(common);
    var rest = new int[length - common];
    for (int i = 0; i < rest.length; i++) rest[i] = token(history, common + i);
    return sequence.read(rest);
  }

  private int token(History history, int i) {
    return i < avoided.length ? avoided[i] : history.get(history.prompt() + i - avoided.length);
  }
}
