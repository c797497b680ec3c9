package org.vitrail.cli.fusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.options.Settings;
import org.vitrail.cli.train.LearningOptions;
import org.vitrail.cli.train.ModelOptions;
import org.vitrail.cli.train.TrainingRun;
import org.vitrail.nn.Init;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vlm.data.CaptionFiles;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.vq.Adversary;
import org.vitrail.vlm.vq.PatchDiscriminator;
import org.vitrail.vlm.vq.Vq;
import org.vitrail.vlm.vq.VqConfig;
import org.vitrail.vlm.vq.VqTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags of {@code vitrail train vq}. */
@Command(
    description = "Train a VQ picture tokenizer, which turns pictures into a few codes and back, and write a report.",
    footer = {
      "  vitrail train vq --data scenes                 16 codes for a picture, each for what is in a cell",
      "  vitrail train vq --preset s --steps 800        64 codes, each of which tells of its neighbours too",
      "  vitrail train vq --data photos/ --image-size 64 --codes 1024",
      "  vitrail train vq --resume runs/vq-scenes       go on where Ctrl-C stopped it"
    })
public final class VqOptions implements ModelOptions {
  private static final String SCENES = "scenes";
  private static final Map<String, Object> RECIPE = Map.of("steps", 3000, "batch", 32, "lr", "1e-3", "min-lr", 0,
      "beta2", 0.95, "weight-decay", 0.01);

  /** The small models. */
  enum Preset {
    S(VqConfig.small()), XS(VqConfig.extraSmall()), CELLS(VqConfig.cells());

    private final VqConfig config;

    Preset(VqConfig config) {
      this.config = config;
    }
  }

  @Spec(Spec.Target.MIXEE) private CommandSpec spec;

  @Option(names = "--data", paramLabel = "DATA", defaultValue = SCENES,
      description = "scenes, or a folder with pictures at any depth (${DEFAULT-VALUE}).")
  private String data;

  @Option(names = "--items", paramLabel = "N", defaultValue = "20000",
      description = "How many scenes to generate for training (${DEFAULT-VALUE}).")
  private int items;

  @Option(names = "--families", paramLabel = "NAME,…", split = ",", hideParamSyntax = true,
      description = "Which scenes: single, pair, relation, count, multi (all in turn).")
  private List<String> families = List.of();

  @Option(names = "--all-kinds", defaultValue = "false", fallbackValue = "true",
      description = "Learn from scenes of one object of the six kinds too that are held out otherwise: for a model to be "
          + "used, not to be measured by what it has never seen.")
  private boolean allKinds;

  @Option(names = "--image-size", paramLabel = "PIXELS", defaultValue = "32",
      description = "The side that pictures are scaled to; scenes have 32 or 64 (${DEFAULT-VALUE}).")
  private int imageSize;

  @Option(names = "--strict", defaultValue = "false", fallbackValue = "true",
      description = "Stop at the first picture that cannot be read, instead of leaving it out.")
  private boolean strict;

  @Option(names = "--preset", paramLabel = "s|xs|cells",
      description = "One of 128 codes for 4x4 pixels, one of 256 for 8x8, or one of 1024 for 8x8 pixels that are "
          + "encoded by themselves (cells for scenes, else s).")
  private Preset preset;

  @Option(names = "--codes", paramLabel = "N", description = "Vectors in the codebook (as the preset has).")
  private Integer codes;

  @Option(names = "--tile", paramLabel = "PIXELS",
      description = "Encode and decode parts of so many pixels along each side by themselves, so that the same part has "
          + "the same codes in every picture; 0 for pictures as a whole (as the preset has).")
  private Integer tile;

  @Option(names = "--beta", paramLabel = "X", defaultValue = "0.25",
      description = "Weight of the distance between what the encoder says and its code (${DEFAULT-VALUE}).")
  private double beta;

  @Option(names = "--edges", paramLabel = "X", defaultValue = "0",
      description = "Weight of the differences of neighbouring pixels beside the pixels themselves (${DEFAULT-VALUE}).")
  private double edges;

  @Option(names = "--gan", paramLabel = "X", defaultValue = "0",
      description = "Weight of a discriminator of patches, which makes pictures look real, 0 for none "
          + "(${DEFAULT-VALUE}).")
  private double gan;

  @Option(names = "--gan-start", paramLabel = "N", defaultValue = "500",
      description = "Steps before the discriminator joins in (${DEFAULT-VALUE}).")
  private int ganStart;

  @Mixin LearningOptions learning = new LearningOptions(20);

  @Override public String command() {
    return "vq";
  }

  @Override public String data() {
    return Path.of(data).toAbsolutePath().normalize().getFileName().toString();
  }

  @Override public Map<String, Object> recipe() {
    return RECIPE;
  }

  @Override public Map<String, Object> train(TrainingRun run) {
    return new VqRun(run, this).train();
  }

  void check() {
    learning.check();
    UserError.unless(items > 0, "--items " + items + " must be at least 1");
    UserError.unless(codes == null || codes > 1, "--codes " + codes + " must be at least 2");
    UserError.unless(beta >= 0, "--beta " + beta + " must not be negative");
    UserError.unless(edges >= 0 && gan >= 0 && ganStart >= 0, "--edges, --gan and --gan-start must not be negative");
    UserError.unless(imageSize > 0 && imageSize % model().factor() == 0, "--image-size " + imageSize
        + " must be a multiple of the " + model().factor() + " pixels along each side that a code stands for");
    UserError.unless(tile == null || tile == 0 || tile > 0 && tile % model().factor() == 0 && imageSize % tile == 0,
        "--tile " + tile + " must be a multiple of " + model().factor() + " that divides --image-size " + imageSize);
    UserError.unless(!areScenes() || imageSize == 32 || imageSize == 64,
        "--image-size " + imageSize + ": scenes have 32 or 64 pixels");
  }

  private boolean areScenes() {
    return data.equals(SCENES);
  }

  private VqConfig model() {
    return (preset != null ? preset : areScenes() ? Preset.CELLS : Preset.S).config;
  }

  /** What learns. */
  Vq vq() {
    var config = model().withSide(imageSize);
    if (tile != null) config = config.withTile(tile == 0 ? imageSize : tile);
    return Vq.of(codes == null ? config : config.withCodes(codes), Init.of(learning.seed));
  }

  VqTask.Recipe recipe(int steps) {
    return VqTask.Recipe.of(steps).withBeta(beta).withEdges(edges);
  }

  /** What judges decoded pictures, or null. */
  Adversary adversary() {
    if (gan == 0) return null;
    return new Adversary(PatchDiscriminator.of(Init.of(learning.seed).at("discriminator"), 3, 32), gan, ganStart);
  }

  /** The pictures; what of a user's could not be used is said. */
  CaptionSet pictures(Console console) {
    if (areScenes()) {
      var source = SceneSource.PLAIN.side(imageSize);
      if (!families.isEmpty()) source = source.families(families.stream().map(Family::named).toList());
      return allKinds ? source.setOfAllKinds(items) : source.set(items);
    }
    var set = CaptionFiles.pictures(Path.of(data), imageSize, strict);
    if (set.skipped().count() > 0) console.say(data + ": " + set.skipped());
    return set;
  }

  /** Every flag with its value, as {@link Settings} reads it back: what a checkpoint keeps. */
  Map<String, Object> settings() {
    return Settings.of(spec.mixins().get(MIXIN));
  }
}
