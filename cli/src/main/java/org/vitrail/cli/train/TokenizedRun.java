package org.vitrail.cli.train;

import java.util.Map;
import java.util.function.Function;

/** A training run of a model that reads tokens, from the settings to the report. */
public abstract class TokenizedRun extends LearningRun {

  protected TokenizedRun(TrainingRun run, LearningOptions learning) {
    super(run, learning);
  }

  /** As all runs show; the tokenizer reaches the folder of the run when the first step begins. */
  protected class Shown extends TrainingShown {
    private final RunTokenizer tokenizer;

    public Shown(RunTokenizer tokenizer, Function<Map<String, Double>, String> sentence) {
      super(run.console(), learning.batch, sentence);
      this.tokenizer = tokenizer;
    }

    @Override public void started(int done, int steps) {
      if (!run.resumed()) tokenizer.save(run.tokenizer());
      super.started(done, steps);
    }
  }
}
