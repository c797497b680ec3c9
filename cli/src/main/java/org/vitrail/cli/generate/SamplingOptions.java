package org.vitrail.cli.generate;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.vitrail.cli.console.UserError;
import org.vitrail.llm.generate.Generation;
import org.vitrail.vlm.fusion.Sampling;
import picocli.CommandLine.Option;

/** The flags of commands that write text: how tokens are chosen, and where the text ends. */
final class SamplingOptions {
  private static final double USUAL_TEMPERATURE = 0.8;

  @Option(names = {"-n", "--tokens"}, paramLabel = "N", description = "Most tokens to write (256).")
  int tokens = 256;

  @Option(names = "--temp", paramLabel = "T",
      description = "Temperature: below 1 the likely becomes likelier; 0 always takes the likeliest token (0.8).")
  Double temperature;

  @Option(names = "--top-k", paramLabel = "K", description = "Choose among the K likeliest tokens (0, all).")
  int topK;

  @Option(names = "--top-p", paramLabel = "P",
      description = "Choose among the fewest likeliest tokens with probability P together (1, all).")
  double topP = 1;

  @Option(names = "--min-p", paramLabel = "M",
      description = "Choose among tokens at least M times as likely as the likeliest (0, all).")
  double minP;

  @Option(names = "--typical", paramLabel = "P",
      description = "Choose among the tokens of the most typical surprise, with probability P together (1, all).")
  double typical = 1;

  @Option(names = "--repeat-penalty", paramLabel = "R", description = "Above 1: make what occurred less likely (1).")
  double repeatPenalty = 1;

  @Option(names = "--no-repeat-ngram", paramLabel = "N", description = "Let no N tokens in a row occur twice (0, off).")
  int ngrams;

  @Option(names = "--seed", paramLabel = "N", description = "The same seed writes the same text (another each time).")
  Long seed;

  @Option(names = "--stop", paramLabel = "TEXT",
      description = "End before this text; \\n is a line break. May be given several times.")
  List<String> stop = List.of();

  /** Whether tokens are drawn, so that the seed matters. */
  boolean drawn;

  /** Temperature, top-k and top-p by themselves, 0.8 unless a temperature was given. */
  Sampling alone() {
    check();
    return new Sampling(temperature != null ? temperature : USUAL_TEMPERATURE, topK, topP);
  }

  /** The seed, another each time unless it was given. */
  long seed() {
    if (seed == null) seed = ThreadLocalRandom.current().nextLong(1 << 30);
    return seed;
  }

  private void check() {
    if (tokens < 1) throw new UserError("-n " + tokens + " must be at least 1");
    if (topK < 0) throw new UserError("--top-k " + topK + " must not be negative");
    if (temperature != null && !(temperature >= 0)) throw new UserError("--temp " + temperature + " must be 0 or more");
    requireShare("--top-p", topP);
  }

  /** Sets all that was given; {@code greedy} unless a temperature was. */
  Generation apply(Generation generation, boolean greedy) {
    check();
    if (ngrams < 0) throw new UserError("--no-repeat-ngram " + ngrams + " must not be negative");
    if (!(repeatPenalty > 0)) throw new UserError("--repeat-penalty " + repeatPenalty + " must be above 0");
    double t = temperature != null ? temperature : greedy ? 0 : USUAL_TEMPERATURE;
    drawn = t > 0;
    requireShare("--min-p", minP);
    requireShare("--typical", typical);
    return generation.maxTokens(tokens).temperature(t).topK(topK).topP(topP).minP(minP).typical(typical)
        .repetitionPenalty(repeatPenalty).noRepeatNgrams(ngrams).seed(seed())
        .stop(stop.stream().map(SamplingOptions::unescape).toArray(String[]::new));
  }

  private static void requireShare(String flag, double value) {
    if (!(value >= 0 && value <= 1)) throw new UserError(flag + " " + value + " must be between 0 and 1");
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t");
  }
}
