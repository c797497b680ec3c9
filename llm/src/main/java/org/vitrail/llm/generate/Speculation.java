package org.vitrail.llm.generate;

import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.vitrail.llm.generate.sample.Sampler;

/**
 * Speculative sampling (Leviathan et al. 2023, arXiv 2211.17192, algorithm 1): the model reads several guesses of a
 * draft at once. With p the model's probabilities and q the draft's, a guess x stays with probability
 * {@code min(1, p(x)/q(x))}; the first that does not is replaced by a draw from {@code max(0, p − q)}. What comes out
 * is distributed as if the model had chosen each token by itself; with greedy choice it is the same text.
 *
 * <p>How many are guessed adapts: two more after all were right, one less after one was wrong.
 */
final class Speculation {
  private static final int FIRST = 4;
  private static final int MOST = 16;

  private final Row row;
  private final Sequence sequence;
  private final Drafter drafter;
  private final RandomGenerator random;
  private final Choice choice;
  private double[] p = {};
  private int ambition = FIRST;
  private int proposed;
  private int accepted;

  Speculation(Row row, Sequence sequence, Drafter drafter, RandomGenerator random, Choice choice) {
    this.row = row;
    this.sequence = sequence;
    this.drafter = drafter;
    this.random = random;
    this.choice = choice;
  }

  int proposed() {
    return proposed;
  }

  int accepted() {
    return accepted;
  }

  /** Writes until the row ends. The sequence has read all but the last of the row's tokens. */
  void run(BooleanSupplier cancelled) {
    while (row.goesOn()) {
      var guesses = drafter.guess(row.history(), Math.min(ambition, row.left() - 1));
      judge(guesses, sequence.readAll(withLast(guesses)));
      sequence.truncate(Math.min(sequence.length(), row.history().size() - 1));
      if (row.goesOn() && cancelled.getAsBoolean()) row.finish(Finish.CANCELLED);
    }
  }

  /** The last token, which has not been read yet, and the guesses. */
  private int[] withLast(Drafter.Guesses guesses) {
    var tokens = new int[1 + guesses.count()];
    tokens[0] = row.history().get(row.history().size() - 1);
    for (int i = 0; i < guesses.count(); i++) tokens[1 + i] = guesses.token(i);
    return tokens;
  }

  /** Accepts guesses as long as they are right, and adds one token of the model's own. */
  private void judge(Drafter.Guesses guesses, float[][] logits) {
    int count = guesses.count();
    proposed += count;
    for (int i = 0; row.goesOn(); i++) {
      if (p.length != logits[i].length) p = new double[logits[i].length];
      if (!choice.distribution(row.processor(), row.history(), logits[i], p)) {
        row.finish(Finish.COMPLETE);
      } else if (i == count) {
        row.add(choice.draw(p, random), logits[i]);
        if (count > 0) ambition = Math.min(MOST, ambition + 2);
        return;
      } else if (!accept(guesses, i, logits[i])) {
        ambition = Math.max(1, ambition - 1);
        return;
      }
    }
  }

  /** Adds guess {@code i}, or what replaces it; returns whether it was right. */
  private boolean accept(Drafter.Guesses guesses, int i, float[] logits) {
    int guess = guesses.token(i);
    boolean right = random.nextDouble() * guesses.probability(i, guess) < p[guess];
    int replacement = Sampler.NONE;
    if (!right) {
      for (int token = 0; token < p.length; token++) p[token] = Math.max(0, p[token] - guesses.probability(i, token));
      replacement = choice.draw(p, random);
    }
    if (replacement == Sampler.NONE) accepted++;
    row.add(replacement == Sampler.NONE ? guess : replacement, logits);
    return replacement == Sampler.NONE;
  }
}
