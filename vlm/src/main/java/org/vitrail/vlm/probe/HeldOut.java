package org.vitrail.vlm.probe;

import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.SceneSource;

/** Colours and shapes that were never seen together: does a model put together what it knows of each? */
public record HeldOut() implements Probe {
  private static final int ITEMS = 500;

  @Override public String name() {
    return "heldout";
  }

  @Override public String title() {
    return "Combinations never seen";
  }

  @Override public String question() {
    return "Which of all 48 kinds of object is it, where the object is of one of the six kinds that training never showed? "
        + "Beside it the same question about kinds that it did show.";
  }

  /** What was right of each item. */
  private record Right(boolean[] joint, boolean[] colour, boolean[] shape) {}

  @Override public Findings of(Scorer model, SceneSource source) {
    var measures = new Measures(name(), "heldout", "48 kinds, 4 prompts");
    var examples = new Example.Shown();
    var seen = right(model, source, "test", new Example.Shown());
    var unseen = right(model, source, "heldout", examples);
    measure(measures, unseen);
    measure(measures.on("test"), seen);
    measures.add("drop", ITEMS,
        items -> Measures.meanOf(seen.joint, items) - Measures.meanOf(unseen.joint, items), Double.NaN);
    return new Findings(measures, examples);
  }

  private static void measure(Measures measures, Right right) {
    measures.share("accuracy", right.joint, 1.0 / KindTexts.ALL.size()).share("colour", right.colour, 1 / 8.0)
        .share("shape", right.shape, 1 / 6.0);
  }

  private static Right right(Scorer model, SceneSource source, String split, Example.Shown examples) {
    var scenes = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene(split, Family.SINGLE, i)).toList();
    var pictures = scenes.stream().map(source::picture).toList();
    var scores = ZeroShot.of(model, pictures, KindTexts.of(KindTexts.ALL)).scores(KindTexts.SEEN);
    var right = new Right(new boolean[ITEMS], new boolean[ITEMS], new boolean[ITEMS]);
    for (int i = 0; i < ITEMS; i++) {
      var kind = scenes.get(i).things().getFirst().kind();
      int truth = KindTexts.ALL.indexOf(kind);
      var said = KindTexts.ALL.get(Choice.best(scores[i]));
      boolean decided = Choice.isBest(scores[i], Choice.best(scores[i]));
      right.joint[i] = Choice.isBest(scores[i], truth);
      right.colour[i] = decided && said.colour() == kind.colour();
      right.shape[i] = decided && said.shape() == kind.shape();
      examples.add(Example.of(pictures.get(i), KindTexts.names(KindTexts.ALL), scores[i], truth));
    }
    return right;
  }
}
