package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Corruption;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.TexShape;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.SceneSource;

/** Pictures that are unlike those of training: damaged ones, other backgrounds, textures that contradict the shape. */
public record Robustness() implements Probe {
  private static final int ITEMS = 500;
  private static final String SHAPES = "48 kinds, 4 prompts";
  /** Shown at most of each kind of damage. */
  private static final int EXAMPLES = 5;

  @Override public String name() {
    return "ood";
  }

  @Override public String title() {
    return "Other pictures than in training";
  }

  @Override public String question() {
    return "Which of 42 kinds of object is it, where the picture is damaged or has a patterned background? And of one big "
        + "object with the texture of another shape (texshape): is the shape named, or the one that the texture belongs to?";
  }

  @Override public Findings of(Scorer model, SceneSource source) {
    var scenes = IntStream.range(0, ITEMS).mapToObj(i -> Scenes.scene("test", Family.SINGLE, i)).toList();
    var measures = new Measures(name(), "test", "42 kinds, 4 prompts");
    var examples = new Example.Shown();
    var clean = scenes.stream().map(source::picture).toList();
    var base = ask(model, clean, scenes, new Example.Shown());
    measures.share("accuracy", base, 1.0 / Kind.SEEN.size());
    var damaged = new ArrayList<boolean[]>();
    for (var corruption : Corruption.ALL) {
      var pictures = IntStream.range(0, ITEMS).mapToObj(i -> damaged(clean.get(i), corruption, i)).toList();
      if (corruption instanceof Corruption.Grey) {
        measures.on(corruption.toString()).as(SHAPES).share("shape", shapes(model, pictures, i -> shape(scenes.get(i))), 1 / 6.0);
      } else {
        damaged.add(ask(model, pictures, scenes, examples));
        measures.on(corruption.toString()).share("accuracy", damaged.getLast(), 1.0 / Kind.SEEN.size());
      }
    }
    var textured = source.withTextures();
    damaged.add(ask(model, scenes.stream().map(textured::picture).toList(), scenes, examples));
    measures.on("bg").share("accuracy", damaged.getLast(), 1.0 / Kind.SEEN.size());
    measures.on("all of these").add("share of the accuracy kept", ITEMS, items -> damaged.stream()
        .mapToDouble(right -> Measures.meanOf(right, items)).average().orElseThrow() / Measures.meanOf(base, items),
        Double.NaN);
    conflict(model, source, measures.as(SHAPES));
    return new Findings(measures, examples);
  }

  private static Picture damaged(Picture picture, Corruption corruption, int i) {
    return new Picture(picture.width(), picture.height(), 3, corruption.apply(picture.pixels(), i));
  }

  private static int shape(Scene scene) {
    return scene.things().getFirst().kind().shape().ordinal();
  }

  /** Which pictures the right kind was named of. */
  private static boolean[] ask(Scorer model, List<Picture> pictures, List<Scene> scenes, Example.Shown examples) {
    var scores = ZeroShot.of(model, pictures, KindTexts.of(Kind.SEEN)).scores(KindTexts.SEEN);
    var truth = scenes.stream().mapToInt(Scene::label).toArray();
    for (int i = 0; i < EXAMPLES; i++) {
      examples.add(Example.of(pictures.get(i), KindTexts.names(Kind.SEEN), scores[i], truth[i]));
    }
    return Choice.areBest(scores, truth);
  }

  /** Which pictures were named by a kind of the shape {@code truth(i)}. */
  private static boolean[] shapes(Scorer model, List<Picture> pictures, IntUnaryOperator truth) {
    var said = shapes(model, pictures);
    var right = new boolean[said.length];
    for (int i = 0; i < right.length; i++) right[i] = said[i] == truth.applyAsInt(i);
    return right;
  }

  /** The shape of the kind that each picture is named by, -1 for one that is not decided. */
  private static int[] shapes(Scorer model, List<Picture> pictures) {
    var scores = ZeroShot.of(model, pictures, KindTexts.of(KindTexts.ALL)).scores(KindTexts.SEEN);
    return IntStream.range(0, scores.length).map(i -> {
      int best = Choice.best(scores[i]);
      return Choice.isBest(scores[i], best) ? KindTexts.ALL.get(best).shape().ordinal() : -1;
    }).toArray();
  }

  /** One big object with the texture of its shape, and with that of another one. */
  private static void conflict(Scorer model, SceneSource source, Measures measures) {
    var agreeing = IntStream.range(0, ITEMS).mapToObj(i -> TexShape.item("test", i)).toList();
    var conflicting = IntStream.range(0, ITEMS).mapToObj(i -> TexShape.item("conflict", i)).toList();
    measures.on("texshape test").share("shape",
        shapes(model, pictures(agreeing, source), i -> agreeing.get(i).shape().ordinal()), 1 / 6.0);
    var said = shapes(model, pictures(conflicting, source));
    var shape = new boolean[ITEMS];
    var texture = new boolean[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      shape[i] = said[i] == conflicting.get(i).shape().ordinal();
      texture[i] = said[i] == conflicting.get(i).texture();
    }
    measures.on("texshape conflict").share("shape", shape, 1 / 6.0).share("texture", texture, 1 / 6.0)
        .add("shape bias", ITEMS, items -> {
          double shapes = Measures.meanOf(shape, items);
          return shapes / (shapes + Measures.meanOf(texture, items));
        }, 0.5);
  }

  private static List<Picture> pictures(List<TexShape> items, SceneSource source) {
    int side = source.side();
    return items.stream().map(item ->
        new Picture(side, side, 3, side == 64 ? item.pixels64() : item.pixels32())).toList();
  }
}
