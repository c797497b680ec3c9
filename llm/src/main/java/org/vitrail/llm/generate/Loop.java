package org.vitrail.llm.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reads, chooses and reads again, until all rows have ended. With one row nothing is allocated for a token. */
final class Loop {
  /** Tokens of a prompt that are read at once: between two such parts a cancellation is seen. */
  private static final int PART = 512;

  private final LanguageModel model;
  private final BooleanSupplier cancelled;
  private long firstScores;

  Loop(LanguageModel model, BooleanSupplier cancelled) {
    this.model = model;
    this.cancelled = cancelled;
  }

  /** {@link System#nanoTime} when the prompts had been read. */
  long firstScores() {
    return firstScores;
  }

  /** One row, whose sequence may hold a beginning of the prompt already. */
  void run(Row row, Sequence sequence) {
    var logits = readPrompt(row, sequence, row.history().prompt());
    firstScores = System.nanoTime();
    var next = new int[1];
    while (row.goesOn()) {
      row.choose(logits);
      if (row.goesOn() && cancelled.getAsBoolean()) row.finish(Finish.CANCELLED);
      if (!row.goesOn()) return;
      next[0] = row.history().get(row.history().size() - 1);
      logits = sequence.read(next);
    }
  }

  /** One row, for which a draft guesses. */
  void run(Row row, Sequence sequence, Speculation speculation) {
    readPrompt(row, sequence, row.history().prompt() - 1);
    firstScores = System.nanoTime();
    speculation.run(cancelled);
  }

  /** Reads what the sequence lacks of the prompt's first {@code length} tokens; null if that was cancelled. */
  private float[] readPrompt(Row row, Sequence sequence, int length) {
    float[] logits = null;
    while (sequence.length() < length && row.goesOn()) {
      int from = sequence.length();
      logits = sequence.read(row.history().range(from, Math.min(length, from + PART)));
      if (cancelled.getAsBoolean()) row.finish(Finish.CANCELLED);
    }
    return logits;
  }

  /** Several rows together; those that have ended are read no more. */
  void run(List<Row> rows) {
    var going = new ArrayList<>(rows.stream().filter(Row::goesOn).toList());
    firstScores = System.nanoTime();
    if (going.isEmpty()) return;
    var sequences = new ArrayList<Sequence>();
    var next = new int[going.size()][];
    for (int i = 0; i < next.length; i++) {
      sequences.add(model.begin());
      next[i] = going.get(i).history().range(0, going.get(i).history().prompt());
    }
    var logits = model.read(sequences, next);
    firstScores = System.nanoTime();
    next = new int[going.size()][1];
    while (true) {
      for (int i = 0; i < going.size(); i++) going.get(i).choose(logits[i]);
      if (cancelled.getAsBoolean()) going.stream().filter(Row::goesOn).forEach(row -> row.finish(Finish.CANCELLED));
      for (int i = going.size() - 1; i >= 0; i--) {
        if (going.get(i).goesOn()) continue;
        going.remove(i);
        sequences.remove(i);
      }
      if (going.isEmpty()) return;
      if (next.length > going.size()) next = Arrays.copyOf(next, going.size());
      for (int i = 0; i < next.length; i++) {
        var history = going.get(i).history();
        next[i][0] = history.get(history.size() - 1);
      }
      logits = model.read(sequences, next);
    }
  }
}
