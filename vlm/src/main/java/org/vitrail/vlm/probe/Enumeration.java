package org.vitrail.vlm.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.Scorer.Comparison;
import org.vitrail.vlm.data.SceneSource;

/** In which order are objects listed? All captions of the training data list them in the order of reading. */
public record Enumeration() implements Probe {
  private static final int ITEMS = 400;

  @Override public String name() {
    return "enumeration";
  }

  @Override public String title() {
    return "Order of objects";
  }

  @Override public String question() {
    return "Captions list two objects in the order of reading. Does such a caption fit better than the same two objects "
        + "listed the other way round?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var comparisons = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("probe", Family.PAIR, i)).map(scene ->
        new Comparison(List.of(source.picture(scene)),
            List.of(scene.caption(), Family.enumerate(scene.things().reversed())))).toList();
    var scores = model.compare(comparisons);
    var right = new boolean[ITEMS];
    var examples = new Example.Shown();
    for (int i = 0; i < ITEMS; i++) {
      var s = scores.get(i)[0];
      right[i] = s[0] > s[1];
      examples.add(Example.of(comparisons.get(i).pictures().getFirst(), comparisons.get(i).texts(), s, 0));
    }
    return new Findings(new Measures(name(), "probe", model.variant()).share("accuracy", right, 0.5), examples);
  }
}
