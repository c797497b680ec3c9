package org.vitrail.cli.language;

import org.vitrail.cli.console.UserError;
import org.vitrail.nn.Init;
import picocli.CommandLine.Option;

/** The size of a transformer of text, and where its weights begin. */
final class StackOptions {
  @Option(names = "--layers", paramLabel = "N", defaultValue = "4",
      description = "Number of layers (${DEFAULT-VALUE}).")
  int layers;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Heads of queries (${DEFAULT-VALUE}).")
  int heads;

  @Option(names = "--width", paramLabel = "N", defaultValue = "128",
      description = "Width of the tokens (${DEFAULT-VALUE}).")
  int width;

  @Option(names = "--hidden", paramLabel = "N", defaultValue = "0",
      description = "Width inside the MLP, 0 for the usual multiple of the width (${DEFAULT-VALUE}).")
  private int hidden;

  @Option(names = "--context", paramLabel = "N", defaultValue = "64",
      description = "Tokens of a row: the most that the model can ever read and write together (${DEFAULT-VALUE}).")
  int context;

  @Option(names = "--init-std", paramLabel = "X", defaultValue = "0.02",
      description = "Standard deviation of the first weights (${DEFAULT-VALUE}).")
  private double initStd;

  void check() {
    UserError.unless(width > 0 && heads > 0 && width % heads == 0,
        "--width " + width + " must be a multiple of --heads " + heads);
    UserError.unless(layers > 0 && context > 0, "--layers and --context must be at least 1");
    UserError.unless(hidden >= 0, "--hidden must not be negative");
    UserError.unless(initStd > 0, "--init-std " + initStd + " must be greater than 0");
  }

  /** Width inside the MLP; {@code otherwise} if it is not given. */
  int hidden(int otherwise) {
    return hidden == 0 ? otherwise : hidden;
  }

  Init init(long seed) {
    return Init.of(seed).withStd(initStd);
  }
}
