package org.vitrail.cli.contrastive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.cli.train.AugmentationOptions;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vit.image.Size;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vlm.data.CaptionFiles;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.probe.Labels;
import org.vitrail.vlm.probe.Retrieval;
import org.vitrail.vlm.train.ContrastiveTask.Examination;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The pictures with captions to learn from. */
final class CaptionOptions {
  private static final String SCENES = "scenes";
  private static final int RETRIEVED = 256;

  @Option(names = "--data", paramLabel = "DATA", defaultValue = SCENES,
      description = "scenes, or pictures with captions: a folder with a .txt beside each picture, a CSV, TSV or JSONL "
          + "file, or WebDataset tars (${DEFAULT-VALUE}).")
  String data;

  @Option(names = "--items", paramLabel = "N", defaultValue = "8000",
      description = "How many scenes to generate for training (${DEFAULT-VALUE}).")
  private int items;

  @Option(names = "--families", paramLabel = "NAME,…", split = ",", hideParamSyntax = true,
      description = "Which scenes: single, pair, relation, count, multi (all in turn).")
  private List<String> families = List.of();

  @Option(names = "--image-size", paramLabel = "PIXELS", defaultValue = "32",
      description = "The side that pictures are scaled to; scenes have 32 or 64 (${DEFAULT-VALUE}).")
  private int imageSize;

  @Option(names = "--textured", defaultValue = "false", fallbackValue = "true",
      description = "Scenes on patterned backgrounds.")
  private boolean textured;

  @Option(names = "--noise", paramLabel = "X", defaultValue = "0",
      description = "The share of spoiled captions of scenes, as in alt texts of the web (${DEFAULT-VALUE}).")
  private double noise;

  @Option(names = "--object-captions", defaultValue = "false", fallbackValue = "true",
      description = "A scene of several objects also has a caption for each of them alone.")
  private boolean objectCaptions;

  @Option(names = "--hard-negatives", defaultValue = "false", fallbackValue = "true",
      description = "Learn from wrong captions with the inverse relation too: left for right, above for below.")
  private boolean hardNegatives;

  @Option(names = "--strict", defaultValue = "false", fallbackValue = "true",
      description = "Stop at the first picture or caption that cannot be read, instead of leaving it out.")
  private boolean strict;

  @Mixin private AugmentationOptions augmentation;

  boolean areScenes() {
    return data.equals(SCENES);
  }

  int side() {
    return imageSize;
  }

  /** The name of a run on it. */
  String name() {
    return Path.of(data).toAbsolutePath().normalize().getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  void check() {
    UserError.unless(items > 0, "--items " + items + " must be at least 1");
    UserError.unless(imageSize > 0, "--image-size " + imageSize + " must be at least 1");
    UserError.unless(noise >= 0 && noise <= 1, "--noise " + noise + " must be between 0 and 1");
    UserError.unless(!areScenes() || imageSize == 32 || imageSize == 64,
        "--image-size " + imageSize + ": scenes have 32 or 64 pixels");
  }

  /** The pictures with their captions; what of a user's files could not be used is said. */
  CaptionSet read(Console console) {
    if (areScenes()) return scenes().set(items);
    var set = CaptionFiles.read(Path.of(data), imageSize, strict);
    if (set.skipped().count() > 0) console.say(data + ": " + set.skipped());
    return set;
  }

  /** What each evaluation measures: retrieval among held-out pictures, and of scenes zero-shot labels. */
  Examination examination(CaptionSet set) {
    int n = Math.min(RETRIEVED, set.test().size());
    return vision -> {
      var measures = new LinkedHashMap<String, Double>();
      for (var result : Retrieval.of(vision, set.test().subset(0, n), "test").results()) {
        if (result.metric().equals("R@1")) measures.put("R@1 " + result.variant(), result.value());
      }
      if (areScenes()) measures.put("zero-shot", new Labels().of(vision, scenes()).results().getFirst().value());
      return measures;
    };
  }

  /** What happens to a picture each time the model sees it. */
  Augmentation augmentation() {
    return augmentation.of(new Size(imageSize, imageSize), 3);
  }

  private SceneSource scenes() {
    var source = SceneSource.PLAIN.side(imageSize).noise(noise);
    if (!families.isEmpty()) source = source.families(families.stream().map(Family::named).toList());
    if (textured) source = source.withTextures();
    if (objectCaptions) source = source.withObjectCaptions();
    return hardNegatives ? source.withFlips() : source;
  }

  /** All captions of the part to train on. */
  static List<String> captions(CaptionSet set) {
    var captions = new ArrayList<String>();
    for (int i = 0; i < set.train().size(); i++) captions.addAll(set.train().get(i).captions());
    return captions;
  }
}
