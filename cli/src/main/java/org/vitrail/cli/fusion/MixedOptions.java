package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.LearningOptions;
import org.vitrail.cli.train.ModelOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a model of words and pictures is made and trained: what {@code train chameleon} and {@code cm3leon} share. */
abstract class MixedOptions implements ModelOptions {
  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin DocumentOptions documents;

  @Option(names = "--vq", paramLabel = "MODEL",
      description = "The tokenizer of pictures: a run of vitrail train vq, or a folder that holds one.")
  private String vq;

  @Option(names = "--tokenizer", paramLabel = "word|PATH", defaultValue = "word",
      description = "What is one token of text: word, or a vocabulary that is there (${DEFAULT-VALUE}).")
  private String tokenizer;

  @Option(names = "--width", paramLabel = "N", defaultValue = "128",
      description = "Width of the residual stream (${DEFAULT-VALUE}).")
  int width;

  @Option(names = "--layers", paramLabel = "N", defaultValue = "4", description = "Layers (${DEFAULT-VALUE}).")
  int layers;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Attention heads (${DEFAULT-VALUE}).")
  int heads;

  @Option(names = "--hidden", paramLabel = "N", defaultValue = "344",
      description = "Width inside the MLPs (${DEFAULT-VALUE}).")
  int hidden;

  @Option(names = "--context", paramLabel = "N", defaultValue = "48",
      description = "Tokens of the longest document (${DEFAULT-VALUE}).")
  int context;

  @Option(names = "--z-loss", paramLabel = "X", defaultValue = "1e-5",
      description = "Weight of (log Z)², which keeps logits from drifting off (${DEFAULT-VALUE}).")
  private double zLoss;

  @Mixin LearningOptions learning;

  @Override public String data() {
    return documents.name();
  }

  /** A model with random weights. */
  abstract MixedModel model(Vq pictures, RunTokenizer words);

  void check() {
    documents.check();
    learning.check();
    UserError.unless(width > 0 && heads > 0 && width % heads == 0 && width / heads % 2 == 0,
        "--width " + width + " must be an even multiple of --heads " + heads);
    UserError.unless(layers > 0 && hidden > 0, "--layers and --hidden must be at least 1");
    UserError.unless(context > 2, "--context " + context + " must be at least 3");
    UserError.unless(zLoss >= 0, "--z-loss " + zLoss + " must not be negative");
  }

  /** Refuses documents of more tokens than the model has positions. */
  void checkLength(int longest) {
    UserError.unless(longest <= context + 1, "the longest document has " + longest + " tokens, more than --context "
        + context + " has room for; give --context " + (longest - 1));
  }

  /** The tokenizer of pictures, as it is. */
  Vq pictures() throws IOException {
    UserError.unless(vq != null, "name the tokenizer of pictures with --vq; vitrail train vq makes one");
    var model = VqFolder.open(vq);
    UserError.unless(model.decoder() != null,
        "--vq " + vq + " has no decoder: it reads pictures, but a model with it could not show what it imagines");
    return model;
  }

  /** The tokenizer for the captions of a set. */
  RunTokenizer tokenizer(CaptionSet set) throws IOException {
    return RunTokenizer.forCaptions(tokenizer, documents.areScenes() ? null : () -> DocumentOptions.text(set));
  }

  /** Pixels from −1 to 1. */
  static Processor processor(int side) {
    var halves = Collections.nCopies(3, 0.5);
    return Preprocessing.processor("clip", Map.of("size", side, "crop_size", side, "image_mean", halves, "image_std",
        halves), Backend.PIL);
  }

  ZLoss objective() {
    return new ZLoss(zLoss, ZLoss.NONE.ignore());
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get(MIXIN));
  }
}
