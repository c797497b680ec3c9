package org.vitrail.cli.fusion;

import java.nio.file.Path;
import java.util.List;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.UserError;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vlm.data.CaptionFiles;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.SceneSource;
import picocli.CommandLine.Option;

/** The captioned pictures that become documents. */
final class DocumentOptions {
  private static final String SCENES = "scenes";

  @Option(names = "--data", paramLabel = "DATA", defaultValue = SCENES,
      description = "scenes, or pictures with captions: a folder with a .txt beside each picture, a CSV, TSV or JSONL "
          + "file, or WebDataset tars (${DEFAULT-VALUE}).")
  private String data;

  @Option(names = "--items", paramLabel = "N", defaultValue = "16000",
      description = "How many scenes to generate for training (${DEFAULT-VALUE}).")
  private int items;

  @Option(names = "--families", paramLabel = "NAME,…", split = ",", hideParamSyntax = true,
      defaultValue = "single,pair",
      description = "Which scenes, in turn: single, pair, relation, count, multi (${DEFAULT-VALUE}).")
  private List<String> families;

  @Option(names = "--all-kinds", defaultValue = "false", fallbackValue = "true",
      description = "Learn from scenes of one object of the six kinds too that are held out otherwise: for a model to be "
          + "used, not to be measured by what it has never seen.")
  private boolean allKinds;

  @Option(names = "--strict", defaultValue = "false", fallbackValue = "true",
      description = "Stop at the first picture or caption that cannot be read, instead of leaving it out.")
  private boolean strict;

  boolean areScenes() {
    return data.equals(SCENES);
  }

  /** The name of a run on it. */
  String name() {
    return Path.of(data).toAbsolutePath().normalize().getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  void check() {
    UserError.unless(items > 0, "--items " + items + " must be at least 1");
  }

  List<Family> families() {
    return families.stream().map(Family::named).toList();
  }

  /** Pictures of {@code side} pixels with their captions; what of a user's files could not be used is said. */
  CaptionSet read(int side, Console console) {
    if (areScenes()) {
      UserError.unless(side == 32 || side == 64,
          "the picture tokenizer reads pictures of " + side + " pixels, but scenes have 32 or 64; give it --data of your own");
      var source = SceneSource.PLAIN.side(side).families(families());
      return allKinds ? source.setOfAllKinds(items) : source.set(items);
    }
    var set = CaptionFiles.read(Path.of(data), side, strict);
    if (set.skipped().count() > 0) console.say(data + ": " + set.skipped());
    return set;
  }

  /** All captions of the part to train on, a line each. */
  static String text(CaptionSet set) {
    var lines = new StringBuilder();
    for (int i = 0; i < set.train().size(); i++) {
      for (var caption : set.train().get(i).captions()) lines.append(caption).append('\n');
    }
    return lines.toString();
  }
}
