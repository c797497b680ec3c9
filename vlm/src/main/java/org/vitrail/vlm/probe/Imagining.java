package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;

/** Are the objects that a text tells of in the picture that is made for it? The picture is read back and compared. */
public final class Imagining {
  private Imagining() {}

  /** Pictures of the first {@code items} captions of each family of the split {@code test}. */
  public static Findings of(Painter painter, List<Family> families, int items) {
    var results = new ArrayList<Result>();
    var examples = new Example.Shown();
    for (var family : families) {
      var scenes = IntStream.range(0, items).mapToObj(i -> Scenes.scene("test", family, i)).toList();
      var measures = new Measures("imagine", "test", family.toString());
      measure(measures, painter, scenes, examples);
      results.addAll(measures.results());
    }
    return new Findings(results, examples.all(), null);
  }

  private static void measure(Measures measures, Painter painter, List<Scene> scenes, Example.Shown examples) {
    var pictures = painter.paint(scenes.stream().map(Scene::caption).toList());
    var depictions = IntStream.range(0, scenes.size())
        .mapToObj(i -> Depiction.of(scenes.get(i), pictures.get(i))).toList();
    for (int i = 0; i < scenes.size(); i++) {
      boolean right = depictions.get(i).isTrue();
      var option = new Example.Option(scenes.get(i).caption(), right ? 1 : 0, right);
      examples.add(new Example(pictures.get(i), List.of(option), right));
    }
    share(measures, "objects", depictions, Depiction::kinds);
    share(measures, "colours", depictions, Depiction::colours);
    share(measures, "shapes", depictions, Depiction::shapes);
    var holds = new boolean[depictions.size()];
    for (int i = 0; i < holds.length; i++) holds[i] = depictions.get(i).isTrue();
    measures.share("caption is true", holds, Double.NaN);
  }

  private interface Count {
    int of(Depiction depiction);
  }

  /** The share of all objects that are told of. */
  private static void share(Measures measures, String metric, List<Depiction> depictions, Count count) {
    measures.add(metric, depictions.size(), items -> {
      int told = IntStream.of(items).map(i -> depictions.get(i).told()).sum();
      return IntStream.of(items).map(i -> count.of(depictions.get(i))).sum() / (double) told;
    }, Double.NaN);
  }
}
