package org.vitrail.cli.fusion;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.LearningOptions;
import org.vitrail.cli.train.ModelOptions;
import org.vitrail.cli.train.RunTokenizer;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.llm.decoder.Decoder;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.nn.Init;
import org.vitrail.nn.loss.ZLoss;
import org.vitrail.vit.image.Backend;
import org.vitrail.vit.image.Preprocessing;
import org.vitrail.vit.image.Processor;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags of {@code vitrail train chameleon}. */
@Command(
    description = "Train a Chameleon: one decoder that reads and writes words and pictures, and write a report.",
    footer = {
      "  vitrail train vq --data scenes --preset xs              first a tokenizer of pictures",
      "  vitrail train chameleon --vq runs/vq-scenes             then the model that writes",
      "  vitrail train chameleon --vq runs/vq-scenes --norm after --steps 5000",
      "  vitrail train chameleon --vq runs/vq-photos --data photos/ --context 160",
      "  vitrail train chameleon --resume runs/chameleon-scenes   go on where Ctrl-C stopped it",
      "  vitrail imagine --model runs/chameleon-scenes \"a red circle\""
    })
public final class ChameleonOptions implements ModelOptions {
  private static final Map<String, Object> RECIPE = Map.of("steps", 3000, "batch", 64, "lr", "1e-3", "min-lr", 0, "beta2",
      0.95, "weight-decay", 0.1);

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Mixin DocumentOptions documents;

  @Option(names = "--vq", paramLabel = "MODEL", required = true,
      description = "The tokenizer of pictures: a run of vitrail train vq, or a folder that holds one.")
  private String vq;

  @Option(names = "--tokenizer", paramLabel = "word|PATH", defaultValue = "word",
      description = "What is one token of text: word, or a vocabulary that is there (${DEFAULT-VALUE}).")
  private String tokenizer;

  @Option(names = "--width", paramLabel = "N", defaultValue = "128",
      description = "Width of the residual stream (${DEFAULT-VALUE}).")
  private int width;

  @Option(names = "--layers", paramLabel = "N", defaultValue = "4", description = "Layers (${DEFAULT-VALUE}).")
  private int layers;

  @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Attention heads (${DEFAULT-VALUE}).")
  private int heads;

  @Option(names = "--hidden", paramLabel = "N", defaultValue = "344",
      description = "Width inside the MLPs (${DEFAULT-VALUE}).")
  private int hidden;

  @Option(names = "--context", paramLabel = "N", defaultValue = "48",
      description = "Tokens of the longest document (${DEFAULT-VALUE}).")
  private int context;

  @Option(names = "--norm", paramLabel = "WHERE", defaultValue = "before",
      description = "Whether attention and MLP are normalised before (Chameleon 7B) or after, as what they add (34B) "
          + "(${DEFAULT-VALUE}).")
  private Placement norm;

  @Option(names = "--no-qk-norm", defaultValue = "false", fallbackValue = "true",
      description = "Leave queries and keys as they are, to see what their norm is good for.")
  private boolean noHeadNorm;

  @Option(names = "--z-loss", paramLabel = "X", defaultValue = "1e-5",
      description = "Weight of (log Z)², which keeps logits from drifting off (${DEFAULT-VALUE}).")
  private double zLoss;

  @Option(names = "--dropout", paramLabel = "X", defaultValue = "0",
      description = "The share of what attention and MLP add that is dropped in training (${DEFAULT-VALUE}).")
  private double dropout;

  @Mixin LearningOptions learning;

  @Override public String command() {
    return "chameleon";
  }

  @Override public String data() {
    return documents.name();
  }

  @Override public Map<String, Object> recipe() {
    return RECIPE;
  }

  @Override public Map<String, Object> train(TrainingRun run) {
    return new ChameleonRun(run, this).train();
  }

  void check() {
    documents.check();
    learning.check();
    UserError.unless(width > 0 && heads > 0 && width % heads == 0 && width / heads % 2 == 0,
        "--width " + width + " must be an even multiple of --heads " + heads);
    UserError.unless(layers > 0 && hidden > 0, "--layers and --hidden must be at least 1");
    UserError.unless(context > 2, "--context " + context + " must be at least 3");
    UserError.unless(zLoss >= 0, "--z-loss " + zLoss + " must not be negative");
    UserError.unless(dropout >= 0 && dropout < 1, "--dropout " + dropout + " must be at least 0 and less than 1");
    UserError.unless(dropout == 0 || norm == Placement.BEFORE,
        "--dropout goes with --norm before: with norms after, Chameleon has none");
  }

  /** The tokenizer of pictures, as it is. */
  Vq pictures() throws IOException {
    var model = VqFolder.open(vq);
    UserError.unless(model.decoder() != null,
        "--vq " + vq + " has no decoder: it reads pictures, but a model with it could not show what it imagines");
    return model;
  }

  int context() {
    return context;
  }

  /** The tokenizer for the captions of a set. */
  RunTokenizer tokenizer(CaptionSet set) throws IOException {
    return RunTokenizer.forCaptions(tokenizer, documents.areScenes() ? null : () -> DocumentOptions.text(set));
  }

  /** What learns. */
  MixedModel model(Vq pictures, RunTokenizer words) {
    var vocabulary = MixedVocabulary.of(words.tokenizer(), pictures);
    var c = DecoderConfig.chameleon(vocabulary.size(), context, width, layers, heads, heads, hidden, norm);
    if (noHeadNorm) c = c.withoutHeadNorm();
    return new MixedModel(Decoder.of(c, Init.of(learning.seed)).withDropout(dropout), pictures, vocabulary,
        words.tokenizer(), words.files(), processor(pictures.config().side()));
  }

  /** Pixels from −1 to 1. */
  private static Processor processor(int side) {
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
