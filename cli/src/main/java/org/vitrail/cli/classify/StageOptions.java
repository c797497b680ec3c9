package org.vitrail.cli.classify;

import java.util.Arrays;
import org.vitrail.cli.console.UserError;
import picocli.CommandLine.Option;

/** The stages of a residual network, each with half the rows and columns of the one before it. */
final class StageOptions {
  /** What comes before the first stage. */
  enum Stem {
    /** One 3x3 convolution, for pictures of up to 64 pixels. */
    SMALL,
    /** A 7x7 convolution and a pooling that each halve the picture. */
    LARGE
  }

  @Option(names = "--stem", paramLabel = "NAME", defaultValue = "small",
      description = "small, a 3x3 convolution, or large, which makes a quarter of the rows and columns "
          + "(${DEFAULT-VALUE}).")
  private Stem stem;

  @Option(names = "--stem-width", paramLabel = "N", defaultValue = "16",
      description = "Channels after the stem (${DEFAULT-VALUE}).")
  int stemWidth;

  @Option(names = "--widths", paramLabel = "N,…", split = ",", hideParamSyntax = true, defaultValue = "16,32,64,128",
      description = "Channels of each stage (${DEFAULT-VALUE}).")
  int[] widths;

  @Option(names = "--depths", paramLabel = "N,…", split = ",", hideParamSyntax = true, defaultValue = "1,1,1,1",
      description = "Blocks of each stage (${DEFAULT-VALUE}).")
  int[] depths;

  boolean smallStem() {
    return stem == Stem.SMALL;
  }

  void check() {
    UserError.unless(stemWidth > 0, "--stem-width " + stemWidth + " must be at least 1");
    UserError.unless(widths.length == depths.length,
        "--widths names " + widths.length + " stages, --depths " + depths.length + "; each stage needs one of both");
    UserError.unless(Arrays.stream(widths).allMatch(n -> n > 0) && Arrays.stream(depths).allMatch(n -> n > 0),
        "--widths and --depths must be at least 1");
  }
}
