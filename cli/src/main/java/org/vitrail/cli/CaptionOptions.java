package org.vitrail.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.vit.image.Augmentation;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vlm.data.CaptionBatch;
import org.vitrail.vlm.data.CaptionFiles;
import org.vitrail.vlm.data.CaptionSet;
import org.vitrail.vlm.data.SceneSource;
import picocli.CommandLine.Option;

/** The pictures with captions to learn from. */
final class CaptionOptions {
  private static final String SCENES = "scenes";

  @Option(names = "--data", paramLabel = "DATA", defaultValue = SCENES,
      description = "scenes, or pictures with captions: a folder with a .txt beside each picture, a CSV, TSV or JSONL "
          + "file, or WebDataset tars (${DEFAULT-VALUE}).")
  String data;

  @Option(names = "--items", paramLabel = "N", defaultValue = "8000",
      description = "How many scenes to generate for training (${DEFAULT-VALUE}).")
  private int items;

  @Option(names = "--families", paramLabel = "NAME,…", split = ",",
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

  org.vitrail.vlm.train.ContrastiveTask.Examination examination(CaptionSet set) {
    return vision -> {
      int n = Math.min(256, set.test().size());
      var items = java.util.stream.IntStream.range(0, n).mapToObj(set.test()::get).toList();
      var s = vision.scores(items.stream().map(c -> c.picture()).toList(), items.stream().map(c -> c.captions().getFirst()).toList());
      int hit = 0;
      for (int i = 0; i < n; i++) { int best = 0; for (int j = 1; j < n; j++) if (s[i][j] > s[i][best]) best = j;
        if (items.get(best).captions().getFirst().equals(items.get(i).captions().getFirst())) hit++; }
      var kinds = org.vitrail.vit.scenes.Kind.SEEN;
      var u = new float[42][];
      int right = 0;
      var e = new org.vitrail.vlm.Embedder(vision);
      for (int k = 0; k < 42; k++) { var kind = kinds.get(k); var texts = new ArrayList<String>();
        for (var t : org.vitrail.vit.scenes.Template.SINGLE.subList(0, 4)) for (var z : List.of("small", "large")) texts.add(t.fill(z, kind));
        var sum = new float[64]; for (var v : e.embedTexts(texts)) for (int d = 0; d < 64; d++) sum[d] += v[d];
        double norm = Math.sqrt(org.vitrail.vlm.Embedder.similarity(sum, sum)); for (int d = 0; d < 64; d++) sum[d] /= norm; u[k] = sum; }
      for (int i = 0; i < 200; i++) { var scene = org.vitrail.vit.scenes.Scenes.scene("test", Family.SINGLE, i);
        var v = e.embed(SceneSource.PLAIN.picture(scene)); int best = 0;
        for (int k = 1; k < 42; k++) if (org.vitrail.vlm.Embedder.similarity(v, u[k]) > org.vitrail.vlm.Embedder.similarity(v, u[best])) best = k;
        if (best == scene.label()) right++; }
      var m = new java.util.LinkedHashMap<String, Double>(); m.put("recall@1", hit / (double) n); m.put("zero-shot", right / 200.0); return m;
    };
  }

  /** How pictures are changed each time the model sees them. */
  Augmentation augmentation() {
    return CaptionBatch.AS_IT_IS;
  }

  private SceneSource scenes() {
    var source = SceneSource.PLAIN.side(imageSize).noise(noise);
    if (!families.isEmpty()) source = source.families(families.stream().map(Family::named).toList());
    if (textured) source = source.withTextures();
    if (objectCaptions) source = source.withObjectCaptions();
    return hardNegatives ? source.withFlips() : source;
  }

  /** All captions of the part to train on, a line each. */
  static String text(CaptionSet set) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < set.train().size(); i++) lines.addAll(set.train().get(i).captions());
    return String.join("\n", lines);
  }
}
