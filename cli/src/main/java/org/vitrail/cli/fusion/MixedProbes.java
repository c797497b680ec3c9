package org.vitrail.cli.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.vitrail.cli.console.Console;
import org.vitrail.cli.console.Progress;
import org.vitrail.cli.probe.Asked;
import org.vitrail.nn.train.Checkpoint;
import org.vitrail.nn.train.TrainingException;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.data.SceneSource;
import org.vitrail.vlm.fusion.MixedGenerator;
import org.vitrail.vlm.fusion.Mode;
import org.vitrail.vlm.fusion.Sampling;
import org.vitrail.vlm.fusion.Style;
import org.vitrail.vlm.probe.Captioning;
import org.vitrail.vlm.probe.Imagining;

/** Asks a model of words and pictures: what it says of scenes, and what it paints when they are told. */
public record MixedProbes(MixedGenerator generator, List<Family> families) {
  private static final int ITEMS = 200;
  private static final List<Family> USUAL = List.of(Family.SINGLE, Family.PAIR);
  /** Families whose captions list what is there, so that there is one right caption. */
  private static final Set<Family> LISTED = Set.of(Family.PAIR, Family.MULTI);

  /** The families of scenes that the model of a run learned from; else those that models learn from by default. */
  public static List<Family> families(Path model) throws IOException {
    try {
      var named = Checkpoint.open(model).settings().get("families");
      return named instanceof List<?> list ? list.stream().map(name -> Family.named(name.toString())).toList() : USUAL;
    } catch (TrainingException noRun) {
      return USUAL;
    }
  }

  /** What {@code vitrail eval} reports. */
  public List<Asked> ask(Console console) {
    var source = SceneSource.PLAIN;
    var asked = new ArrayList<Asked>();
    var described = families.stream().filter(LISTED::contains).toList();
    try (var progress = Progress.of(console, "asking", "probes", 0, described.size() + 2)) {
      for (var family : described) {
        var scenes = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("test", family, i)).toList();
        asked.add(new Asked("Captions of " + family, "What is on the picture, in the words of its caption?",
            Captioning.of(pictures -> generator.captions(pictures, Style.of(Mode.TEXT)), source, scenes)));
        progress.step(Progress.Step.of(asked.size()));
      }
      var plain = Style.of(Mode.PICTURE).codes(Sampling.at(1)).seed(1);
      asked.add(imagined("Imagined pictures", "Codes are drawn as the model says.", plain));
      progress.step(Progress.Step.of(asked.size()));
      asked.add(imagined("Imagined pictures, guided", "The scores of codes are three times as far from those without the "
          + "text, and sharper (temperature 0.7).", generator.painting(1)));
      progress.step(Progress.Step.of(asked.size()));
    }
    return asked;
  }

  private Asked imagined(String title, String how, Style style) {
    return new Asked(title, "Are the objects there that the text tells of? The picture is read back object by object. " + how,
        Imagining.of(texts -> generator.imagine(texts, style, (row, codes) -> {}), families, ITEMS));
  }
}
