package org.vitrail.cli.language;

import org.vitrail.cli.console.UserError;
import org.vitrail.cli.train.LearningOptions;
import picocli.CommandLine.Option;

/** What training on text has beside {@link LearningOptions}. */
final class TextLearningOptions {
  @Option(names = "--dropout", paramLabel = "P", defaultValue = "0",
      description = "Probability of dropping an element while training (${DEFAULT-VALUE}).")
  double dropout;

  @Option(names = "--eval-batches", paramLabel = "N", defaultValue = "200",
      description = "Batches of an evaluation (${DEFAULT-VALUE}).")
  int evaluationBatches;

  void check() {
    UserError.unless(dropout >= 0 && dropout < 1, "--dropout " + dropout + " must be at least 0 and less than 1");
    UserError.unless(evaluationBatches > 0, "--eval-batches must be at least 1");
  }
}
