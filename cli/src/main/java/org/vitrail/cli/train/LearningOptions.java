package org.vitrail.cli.train;

import java.util.Collection;
import java.util.function.Predicate;
import org.vitrail.autograd.Parameter;
import org.vitrail.cli.console.UserError;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Plan;
import picocli.CommandLine.Option;

/** How a model is trained. */
public final class LearningOptions {
  @Option(names = "--steps", paramLabel = "N", defaultValue = "2000",
      description = "Training steps (${DEFAULT-VALUE}).")
  int steps;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "12",
      description = "Examples in a step (${DEFAULT-VALUE}).")
  public int batch;

  @Option(names = "--lr", paramLabel = "X", defaultValue = "1e-3",
      description = "Learning rate after the warm-up (${DEFAULT-VALUE}).")
  double learningRate;

  @Option(names = "--min-lr", paramLabel = "X", defaultValue = "1e-4",
      description = "Learning rate at the end (${DEFAULT-VALUE}).")
  double leastRate;

  @Option(names = "--warmup", paramLabel = "N",
      description = "Steps of linear warm-up (at most a tenth of --steps, and no more than 100).")
  private Integer warmup;

  @Option(names = "--beta2", paramLabel = "X", defaultValue = "0.99",
      description = "AdamW's memory of squares (${DEFAULT-VALUE}).")
  public double beta2;

  @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.1",
      description = "Weight decay of AdamW (${DEFAULT-VALUE}).")
  double weightDecay;

  @Option(names = "--clip", paramLabel = "X", defaultValue = "1",
      description = "Bound on the norm of the gradients, 0 for none (${DEFAULT-VALUE}).")
  double clip;

  @Option(names = "--eval-every", paramLabel = "N", defaultValue = "250",
      description = "Steps between evaluations on the held-out part, 0 for one at the end (${DEFAULT-VALUE}).")
  int evaluateEvery;

  @Option(names = "--checkpoint-every", paramLabel = "N", defaultValue = "500",
      description = "Steps between checkpoints, 0 for one at the end (${DEFAULT-VALUE}).")
  int checkpointEvery;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Names every random number (${DEFAULT-VALUE}).")
  public long seed;

  private final int usualWarmup;

  public LearningOptions() {
    this(100);
  }

  /** @param usualWarmup steps of warm-up where no flag says it, in a run of at least ten times as many */
  public LearningOptions(int usualWarmup) {
    this.usualWarmup = usualWarmup;
  }

  public void check() {
    UserError.unless(steps > 0 && batch > 0, "--steps and --batch must be at least 1");
    UserError.unless(warmup() >= 0 && warmup() < steps,
        "--warmup " + warmup + " must be at least 0 and less than --steps " + steps);
    UserError.unless(learningRate > 0 && leastRate >= 0, "--lr must be greater than 0, --min-lr not negative");
    UserError.unless(beta2 >= 0 && beta2 < 1, "--beta2 " + beta2 + " must be at least 0 and less than 1");
    UserError.unless(weightDecay >= 0 && clip >= 0, "--weight-decay and --clip must not be negative");
  }

  private int warmup() {
    return warmup == null ? Math.min(usualWarmup, steps / 10) : warmup;
  }

  /** Half a cosine from {@code --lr} to {@code --min-lr} after the warm-up. */
  public Plan plan() {
    return new Plan(steps, Schedule.cosine(learningRate, leastRate, steps - warmup()).afterWarmup(warmup()), seed)
        .clipping(clip > 0 ? Clipping.byNorm(clip) : Clipping.none())
        .evaluateEvery(evaluateEvery).checkpointEvery(checkpointEvery, 2);
  }

  /** @param decays which of the parameters that learn lose weight */
  public AdamW optimizer(Collection<Parameter> parameters, Predicate<Parameter> decays) {
    var learned = parameters.stream().filter(Parameter::isTrainable).toList();
    return new AdamW(Group.decaying(learned, weightDecay, decays), 0.9, beta2, 1e-8);
  }
}
