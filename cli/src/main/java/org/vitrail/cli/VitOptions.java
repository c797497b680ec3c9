package org.vitrail.cli;

import java.nio.file.Path;
import java.util.Map;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.nn.optim.Clipping;
import org.vitrail.nn.optim.Schedule;
import org.vitrail.nn.train.Plan;
import org.vitrail.vit.Vit;
import org.vitrail.vit.classify.PictureSet;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vit.image.ColourJitter;
import org.vitrail.vit.image.Filter;
import org.vitrail.vit.image.Size;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a vision transformer is made and trained: the flags of {@code train vit}, which a file can give as well. */
final class VitOptions {
  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Option(names = "--data", paramLabel = "DATA", defaultValue = "digits",
      description = "digits, scenes, or a folder with one folder of PNG or JPEG pictures for each class (${DEFAULT-VALUE}).")
  String data;

  @Option(names = "--examples", paramLabel = "N", defaultValue = "20000",
      description = "How many scenes to generate for training (${DEFAULT-VALUE}).")
  int examples;

  @Option(names = "--image-size", paramLabel = "PIXELS", defaultValue = "32",
      description = "The side that pictures of a folder are scaled to (${DEFAULT-VALUE}).")
  int imageSize;

  @Option(names = "--patch", paramLabel = "PIXELS", defaultValue = "4", description = "The side of a patch (${DEFAULT-VALUE}).")
  int patch;

  @Option(names = "--width", paramLabel = "N", defaultValue = "64", description = "Width of the tokens (${DEFAULT-VALUE}).")
  int width;

  @Option(names = "--depth", paramLabel = "N", defaultValue = "4", description = "Number of blocks (${DEFAULT-VALUE}).")
  int depth;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Attention heads of a block (${DEFAULT-VALUE}).")
  int heads;

  @Option(names = "--mlp-ratio", paramLabel = "X", defaultValue = "4",
      description = "Width of the hidden layer of a block, as a multiple of the width (${DEFAULT-VALUE}).")
  double mlpRatio;

  @Option(names = "--init-std", paramLabel = "X", defaultValue = "0.1",
      description = "Standard deviation of the first weights (${DEFAULT-VALUE}); wide models begin with 0.02.")
  double initStd;

  @Option(names = "--dropout", paramLabel = "P", defaultValue = "0", description = "Probability of dropping an element (${DEFAULT-VALUE}).")
  double dropout;

  @Option(names = "--drop-path", paramLabel = "P", defaultValue = "0",
      description = "Probability of skipping the last block, less for the earlier ones (${DEFAULT-VALUE}).")
  double dropPath;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "1000", description = "Training steps (${DEFAULT-VALUE}).")
  int steps;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "64", description = "Examples in a step (${DEFAULT-VALUE}).")
  int batch;

  @Option(names = "--lr", paramLabel = "X", defaultValue = "1e-3", description = "Learning rate after the warm-up (${DEFAULT-VALUE}).")
  double learningRate;

  @Option(names = "--warmup", paramLabel = "N", defaultValue = "50", description = "Steps of linear warm-up (${DEFAULT-VALUE}).")
  int warmup;

  @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.05", description = "Weight decay of AdamW (${DEFAULT-VALUE}).")
  double weightDecay;

  @Option(names = "--clip", paramLabel = "X", defaultValue = "1",
      description = "Bound on the norm of the gradients, 0 for none (${DEFAULT-VALUE}).")
  double clip;

  @Option(names = "--smoothing", paramLabel = "X", defaultValue = "0", description = "Label smoothing (${DEFAULT-VALUE}).")
  double smoothing;

  @Option(names = "--shift", paramLabel = "PIXELS", defaultValue = "0",
      description = "Shift training pictures at random by up to so much (${DEFAULT-VALUE}).")
  int shift;

  @Option(names = "--mirror", defaultValue = "false", fallbackValue = "true",
      description = "Mirror training pictures half the time.")
  boolean mirror;

  @Option(names = "--crop", paramLabel = "X", defaultValue = "1",
      description = "Cut training pictures at random to parts of at least this share of their area (${DEFAULT-VALUE}).")
  double crop;

  @Option(names = "--jitter", paramLabel = "X", defaultValue = "0",
      description = "Change brightness, contrast and saturation at random by up to this share (${DEFAULT-VALUE}).")
  double jitter;

  @Option(names = "--eval-every", paramLabel = "N", defaultValue = "100",
      description = "Steps between evaluations on the held-out part, 0 for one at the end (${DEFAULT-VALUE}).")
  int evaluateEvery;

  @Option(names = "--checkpoint-every", paramLabel = "N", defaultValue = "200",
      description = "Steps between checkpoints, 0 for one at the end (${DEFAULT-VALUE}).")
  int checkpointEvery;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Names every random number (${DEFAULT-VALUE}).")
  long seed;

  /** A command that has these flags and no others. */
  @Command private static final class Alone {
    @Mixin private VitOptions vit;
  }

  /** What {@code args} say, everything else at its default. */
  static VitOptions of(String... args) {
    return CommandLine.populateCommand(new Alone(), args).vit;
  }

  /** The pictures to learn from. */
  PictureSet pictures() {
    return switch (data) {
      case "digits" -> PictureSet.digits();
      case "scenes" -> PictureSet.scenes(examples);
      default -> PictureSet.folder(Path.of(data), imageSize);
    };
  }

  /** The model for those pictures. */
  Vit.Config model(PictureSet pictures) {
    require(width > 0 && heads > 0 && width % heads == 0, "--width " + width + " must be a multiple of --heads " + heads);
    require(patch > 0 && pictures.width() % patch == 0 && pictures.height() % patch == 0,
        "--patch " + patch + " must divide the " + pictures.width() + "x" + pictures.height() + " pixels of the pictures");
    require(depth > 0, "--depth " + depth + " must be at least 1");
    require(mlpRatio * width >= 1, "--mlp-ratio " + mlpRatio + " leaves no hidden layer");
    require(isShare(dropout) && isShare(dropPath) && isShare(smoothing),
        "--dropout, --drop-path and --smoothing must be at least 0 and less than 1");
    var block = new Block.Config(width, heads, (int) Math.round(mlpRatio * width), 1e-6, Activation.GELU, false, true,
        false, 0, dropout, dropPath, false);
    return new Vit.Config(new Vit.Input(pictures.height(), pictures.width(), pictures.channels(), patch),
        Vit.Tokens.CLASS, depth, block, Vit.Head.classifier(pictures.classes().size()));
  }

  /** Where the model begins. */
  Init init() {
    require(initStd > 0, "--init-std " + initStd + " must be greater than 0");
    return Init.of(seed).withStd(initStd);
  }

  /** What happens to a picture each time the model sees it. */
  Augmentation augmentation(PictureSet pictures) {
    require(shift >= 0, "--shift " + shift + " must not be negative");
    require(crop > 0 && crop <= 1, "--crop " + crop + " must be greater than 0 and at most 1");
    require(isShare(jitter), "--jitter " + jitter + " must be at least 0 and less than 1");
    require(jitter == 0 || pictures.channels() == 3, "--jitter needs colour pictures, " + pictures.name() + " are grey");
    Augmentation change = (picture, random) -> picture;
    if (crop < 1) {
      var size = new Size(pictures.height(), pictures.width());
      change = change.then(new Augmentation.RandomResizedCrop(size, crop, 1, 4.0 / 3, Filter.BILINEAR));
    }
    if (shift > 0) change = change.then(new Augmentation.RandomShift(shift));
    if (mirror) change = change.then(new Augmentation.RandomFlip(0.5));
    return jitter > 0 ? change.then(new ColourJitter(jitter, jitter, jitter)) : change;
  }

  /** How that model is trained. */
  Plan plan() {
    require(steps > 0, "--steps " + steps + " must be at least 1");
    require(warmup >= 0 && warmup < steps, "--warmup " + warmup + " must be at least 0 and less than --steps " + steps);
    require(learningRate > 0, "--lr " + learningRate + " must be greater than 0");
    require(weightDecay >= 0 && clip >= 0, "--weight-decay and --clip must not be negative");
    return new Plan(steps, Schedule.cosine(learningRate, 0, steps - warmup).afterWarmup(warmup), seed)
        .clipping(clip > 0 ? Clipping.byNorm(clip) : Clipping.none())
        .evaluateEvery(evaluateEvery).checkpointEvery(checkpointEvery, 2);
  }

  private static boolean isShare(double p) {
    return p >= 0 && p < 1;
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) throw new UserError(sentence);
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get("vit"));
  }
}
