package org.vitrail.cli.contrastive;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.LearningOptions;
import org.vitrail.cli.train.ModelOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.Init;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vlm.DualEncoder;
import org.vitrail.vlm.TextInput;
import org.vitrail.vlm.VisionText;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.loss.Objective;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a model of two towers is made and trained: what {@code train clip}, {@code siglip} and {@code llip} share. */
abstract class ContrastiveOptions implements ModelOptions {
  /** The recipe of small models on scenes. */
  private static final Map<String, Object> RECIPE = Map.of("batch", 64, "lr", "1e-3", "min-lr", 0,
      "beta2", 0.98, "weight-decay", 0.05);

  /** Pixels from −1 to 1. */
  private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin CaptionOptions captions;

  @Option(names = "--patch", paramLabel = "PIXELS", defaultValue = "4",
      description = "The side of a patch (${DEFAULT-VALUE}).")
  int patch;

  @Option(names = "--width", paramLabel = "N", defaultValue = "64",
      description = "Width of both towers (${DEFAULT-VALUE}).")
  int width;

  @Option(names = "--layers", paramLabel = "N", defaultValue = "3",
      description = "Layers of the tower for pictures (${DEFAULT-VALUE}).")
  int layers;

  @Option(names = "--text-layers", paramLabel = "N", defaultValue = "2",
      description = "Layers of the tower for texts (${DEFAULT-VALUE}).")
  int textLayers;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Attention heads (${DEFAULT-VALUE}).")
  int heads;

  @Option(names = "--context", paramLabel = "N", defaultValue = "18",
      description = "Tokens of the longest text, its beginning and end included (${DEFAULT-VALUE}).")
  int context;

  @Option(names = "--tokenizer", paramLabel = "word|PATH", defaultValue = "word",
      description = "What is one token: word, or a vocabulary that is there, such as CLIP's (${DEFAULT-VALUE}).")
  private String tokenizer;

  @Mixin LearningOptions learning = new LearningOptions(50);

  @Option(names = "--gradient-cache", paramLabel = "N", defaultValue = "0",
      description = "Hold so many pictures and texts of a batch at once and compute each twice: the same step in less "
          + "memory; 0 for all (${DEFAULT-VALUE}).")
  int gradientCache;

  @Override public String data() {
    return captions.name();
  }

  @Override public Map<String, Object> recipe() {
    return RECIPE;
  }

  @Override public Map<String, Object> train(TrainingRun run) {
    return new ContrastiveRun(run, this).train();
  }

  /** A model with random weights for pictures of {@code side} pixels. */
  abstract DualEncoder model(Tokenizer tokens, int side, Init init);

  /** A block as in CLIP: QuickGELU, four times as wide inside. */
  final Block.Config clipBlock(boolean causal) {
    return new Block.Config(width, heads, 4 * width, 1e-5, Activation.QUICK_GELU, false, true, false, 0, 0, 0, causal);
  }

  /** What learns. */
  VisionText vision(RunTokenizer tokenizer) {
    var tokens = tokenizer.tokenizer();
    int side = captions.side();
    var processor = Preprocessing.processor("clip", Map.of("size", side, "crop_size", side, "image_mean", HALVES,
        "image_std", HALVES), Backend.PIL);
    return new VisionText(model(tokens, side, Init.of(learning.seed)), processor,
        new TextInput(tokens, context, Math.max(0, tokens.specials().pad()), tokenizer.files()));
  }

  abstract Objective objective();

  void check() {
    captions.check();
    learning.check();
    UserError.unless(width > 0 && heads > 0 && width % heads == 0,
        "--width " + width + " must be a multiple of --heads " + heads);
    UserError.unless(layers > 0 && textLayers > 0, "--layers and --text-layers must be at least 1");
    UserError.unless(gradientCache >= 0, "--gradient-cache " + gradientCache + " must not be negative");
    UserError.unless(context > 2, "--context " + context + " must be at least 3: a word, its beginning and its end");
    UserError.unless(patch > 0 && captions.side() % patch == 0,
        "--patch " + patch + " must divide the " + captions.side() + " pixels of the pictures");
  }

  /** A tokenizer for these captions. */
  RunTokenizer tokenizer(CaptionSet set) throws IOException {
    return RunTokenizer.forCaptions(tokenizer,
        captions.areScenes() ? null : () -> String.join("\n", CaptionOptions.captions(set)));
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get(MIXIN));
  }
}
