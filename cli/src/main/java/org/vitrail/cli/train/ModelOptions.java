package org.vitrail.cli.train;

import java.util.Map;

/**
 * How a model is made and trained: the flags of a command of {@code vitrail train}, which a file can give as well. The
 * class carries the command's description and its examples.
 */
public interface ModelOptions {
  /** What a command calls these flags among all of its own. */
  String MIXIN = "model";

  /** The name after {@code vitrail train}. */
  String command();

  /** The name of the data, for the folder of a run. */
  String data();

  /** Values of flags that are other than those that the flags themselves name. */
  default Map<String, Object> recipe() {
    return Map.of();
  }

  /** Trains, evaluates on the held-out part and writes the report; returns the figures. */
  Map<String, Object> train(TrainingRun run);
}
