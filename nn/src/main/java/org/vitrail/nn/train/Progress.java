package org.vitrail.nn.train;

import java.nio.file.Path;
import java.util.SequencedMap;

/** Hears how a run goes on. Called by the thread that trains. */
public interface Progress {
  Progress SILENT = new Progress() {};

  /**
   * One step.
   *
   * @param step steps done so far, this one included
   * @param gradNorm length of the gradients before clipping
   */
  record Step(int step, double loss, double rate, double gradNorm, double examplesPerSecond) {}

  /** Training begins with {@code done} of {@code steps} steps done. */
  default void started(int done, int steps) {}

  default void stepped(Step step) {}

  default void evaluated(int step, SequencedMap<String, Double> metrics) {}

  default void saved(int step, Path checkpoint) {}
}
