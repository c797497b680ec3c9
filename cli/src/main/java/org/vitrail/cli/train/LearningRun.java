package org.vitrail.cli.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.vitrail.kernels.WarmUp;
import org.vitrail.nn.train.Outcome;

/** A training run, from the settings to the report. */
public abstract class LearningRun {
  protected final TrainingRun run;
  protected final LearningOptions learning;

  protected LearningRun(TrainingRun run, LearningOptions learning) {
    this.run = run;
    this.learning = learning;
  }

  /** Refuses flags that make no sense. */
  protected abstract void check();

  /** Makes the model, trains it with {@link #run} and returns what {@link #conclude} does. */
  protected abstract Map<String, Object> learn() throws IOException;

  /** Trains, evaluates on the held-out part and writes the report; returns the figures. */
  public final Map<String, Object> train() {
    check();
    return run.complete(learning.steps).orElseGet(() -> {
      WarmUp.start();
      try {
        return learn();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** Leaves what a finished training leaves. */
  @FunctionalInterface
  protected interface Finish {
    void write() throws IOException;
  }

  /** The figures of a training that is done, after {@code finish}, or the checkpoint of one that was stopped. */
  protected final Map<String, Object> conclude(Outcome outcome, Finish finish) throws IOException {
    if (outcome.interrupted()) return Map.of("checkpoint", outcome.checkpoint().toString());
    finish.write();
    return run.figures(outcome.metrics(), outcome.seconds(), outcome.checkpoint());
  }
}
