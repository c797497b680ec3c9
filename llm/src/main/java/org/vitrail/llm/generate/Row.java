package org.vitrail.llm.generate;

import java.util.Arrays;
import java.util.BitSet;
import org.vitrail.llm.generate.sample.History;
import org.vitrail.llm.generate.sample.Processor;
import org.vitrail.llm.generate.sample.Sampler;
import org.vitrail.llm.generate.sample.Softmax;

/** One text that is being written. */
final class Row {
  /**
   * When a row ends.
   *
   * @param ends tokens after which nothing follows
   * @param most tokens to choose
   * @param finish why it ends when it has chosen so many
   */
  record Limits(BitSet ends, int most, Finish finish) {}

  private final History history;
  private final Processor processor;
  private final Sampler sampler;
  private final WrittenText text;
  private final Limits limits;
  private float[] scores = new float[0];
  private float[] unprocessed = new float[0];
  private float[] logProbabilities;
  private Finish finish;
  private long ended;

  Row(History history, Processor processor, Sampler sampler, WrittenText text, Limits limits,
      boolean logProbabilities) {
    this.history = history;
    this.processor = processor;
    this.sampler = sampler;
    this.text = text;
    this.limits = limits;
    this.logProbabilities = logProbabilities ? new float[Math.min(limits.most, 256)] : null;
    if (limits.most <= 0) finish(limits.finish);
  }

  History history() {
    return history;
  }

  Processor processor() {
    return processor;
  }

  /** Why it ended; null as long as it goes on. */
  Finish finish() {
    return finish;
  }

  boolean goesOn() {
    return finish == null;
  }

  /** How many tokens may still be chosen. */
  int left() {
    return limits.most - history.chosen();
  }

  /** Chooses the next token from the model's scores. */
  void choose(float[] logits) {
    scores = copy(logits, scores);
    if (logProbabilities != null) unprocessed = copy(logits, unprocessed);
    processor.process(history, scores);
    int token = sampler.next(scores);
    if (token == Sampler.NONE) finish(Finish.COMPLETE);
    else add(token, unprocessed);
  }

  private static float[] copy(float[] from, float[] to) {
    if (to.length != from.length) return from.clone();
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }

  /** Adds {@code token}, chosen after the model gave it {@code logits}. */
  void add(int token, float[] logits) {
    if (logProbabilities != null) {
      int i = history.chosen();
      if (i == logProbabilities.length) logProbabilities = Arrays.copyOf(logProbabilities, 2 * i);
      logProbabilities[i] = (float) (logits[token] - Softmax.logSum(logits));
    }
    history.add(token);
    if (limits.ends.get(token)) finish(Finish.END);
    else if (text.add(token)) end(Finish.STOP);
    else if (left() <= 0) finish(limits.finish);
  }

  /** Ends it here. */
  void finish(Finish why) {
    end(why);
    text.end();
  }

  private void end(Finish why) {
    finish = why;
    ended = System.nanoTime();
  }

  /** {@link System#nanoTime} when it ended. */
  long ended() {
    return ended;
  }

  String text() {
    return text.text();
  }

  float[] logProbabilities() {
    return logProbabilities == null ? new float[0] : Arrays.copyOf(logProbabilities, history.chosen());
  }
}
