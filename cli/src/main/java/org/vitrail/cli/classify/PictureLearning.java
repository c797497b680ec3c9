package org.vitrail.cli.classify;

import java.util.Collection;
import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.cli.console.UserError;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.optim.AdamW;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Group;
import org.vitrail.nn.optim.Optimizer;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.optim.Sgd;
import org.vitrail.nn.train.Plan;
import picocli.CommandLine.Option;

/** How a classifier of pictures is trained. */
final class PictureLearning {
  /** The rules by which weights move. */
  enum Rule { ADAMW, SGD }

  @Option(names = "--steps", paramLabel = "N", defaultValue = "1000",
      description = "Training steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "64",
      description = "Examples in a step (${DEFAULT-VALUE}).")
  int batch;

  @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adamw",
      description = "adamw, or sgd with a momentum of 0.9 (${DEFAULT-VALUE}).")
  private Rule rule;

  @Option(names = "--lr", paramLabel = "X", defaultValue = "1e-3",
      description = "Learning rate after the warm-up (${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(names = "--warmup", paramLabel = "N",
      description = "Steps of linear warm-up (at most a tenth of --steps, and no more than 50).")
  private Integer warmup;

  @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.05",
      description = "Weight decay of the optimizer (${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(names = "--clip", paramLabel = "X", defaultValue = "1",
      description = "Bound on the norm of the gradients, 0 for none (${DEFAULT-VALUE}).")
  private double clip;

  @Option(names = "--agc", paramLabel = "X", defaultValue = "0",
      description = "Bound on the norm of each channel's gradients as a share of its weights, but for the last layer, "
          + "instead of --clip; 0 for none (${DEFAULT-VALUE}).")
  private double adaptiveClip;

  @Option(names = "--smoothing", paramLabel = "X", defaultValue = "0",
      description = "Label smoothing (${DEFAULT-VALUE}).")
  double smoothing;

  @Option(names = "--eval-every", paramLabel = "N", defaultValue = "100",
      description = "Steps between evaluations on the held-out part, 0 for one at the end (${DEFAULT-VALUE}).")
  private int evaluateEvery;

  @Option(names = "--checkpoint-every", paramLabel = "N", defaultValue = "200",
      description = "Steps between checkpoints, 0 for one at the end (${DEFAULT-VALUE}).")
  private int checkpointEvery;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Names every random number (${DEFAULT-VALUE}).")
  long seed;

  Init init() {
    return Init.of(seed);
  }

  void check() {
    UserError.unless(steps > 0 && batch > 0, "--steps and --batch must be at least 1");
    UserError.unless(warmup() >= 0 && warmup() < steps,
        "--warmup " + warmup + " must be at least 0 and less than --steps " + steps);
    UserError.unless(learningRate > 0, "--lr " + learningRate + " must be greater than 0");
    UserError.unless(weightDecay >= 0 && clip >= 0 && adaptiveClip >= 0,
        "--weight-decay, --clip and --agc must not be negative");
    UserError.unless(smoothing >= 0 && smoothing < 1,
        "--smoothing " + smoothing + " must be at least 0 and less than 1");
  }

  private int warmup() {
    return warmup == null ? Math.min(50, steps / 10) : warmup;
  }

  /** @param last the layer that {@code --agc} spares */
  Plan plan(Linear last) {
    return new Plan(steps, Schedule.cosine(learningRate, 0, steps - warmup()).afterWarmup(warmup()), seed)
        .clipping(clipping(last)).evaluateEvery(evaluateEvery).checkpointEvery(checkpointEvery, 2);
  }

  private Clipping clipping(Linear last) {
    if (adaptiveClip > 0) return Clipping.adaptive(adaptiveClip, List.of(last.weight(), last.bias()));
    return clip > 0 ? Clipping.byNorm(clip) : Clipping.none();
  }

  Optimizer optimizer(Collection<Parameter> parameters) {
    var groups = Group.decaying(parameters, weightDecay, Group.MATRICES);
    return switch (rule) {
      case ADAMW -> new AdamW(groups);
      case SGD -> new Sgd(groups, 0.9);
    };
  }
}
