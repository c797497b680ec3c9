package org.vitrail.vlm.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.BindingProbe;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Fnv;
import org.vitrail.vit.scenes.Question;
import org.vitrail.vit.scenes.Relation;
import org.vitrail.vit.scenes.RelationProbe;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.Scenes;
import org.vitrail.vit.scenes.Thing;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.Scorer;
import org.vitrail.vlm.data.SceneSource;

/** Knows what is on each picture of the probes, and reads texts: 1 for what is true, 0 for what is not. */
class Oracle implements Scorer {
  private static final Pattern SINGLE = Pattern.compile(".* (small|large) (\\w+ \\w+)");
  private static final Pattern RELATION = Pattern.compile("(a \\w+ \\w+) (left of|right of|above|below) (a \\w+ \\w+)");

  private final Map<Long, Scene> scenes = new HashMap<>();

  Oracle(SceneSource source) {
    var probe = Stream.of(Family.values()).flatMap(family ->
        IntStream.range(0, 600).mapToObj(i -> Scenes.scene("probe", family, i)));
    var exchanged = Stream.concat(BindingProbe.items().stream().map(BindingProbe::exchanged),
        IntStream.range(0, RelationProbe.SIZE).mapToObj(i -> RelationProbe.item(i).exchanged()));
    var single = Stream.of("test", "heldout").flatMap(split ->
        IntStream.range(0, 1000).mapToObj(i -> Scenes.scene(split, Family.SINGLE, i)));
    var asked = IntStream.range(0, 1000).mapToObj(i -> Question.item("val", i).scene());
    Stream.of(probe, exchanged, single, asked).flatMap(s -> s)
        .forEach(scene -> scenes.put(Fnv.of(source.picture(scene).pixels()), scene));
  }

  @Override public double[][] scores(List<Picture> pictures, List<String> texts) {
    return pictures.stream().map(picture -> {
      var scene = scenes.get(Fnv.of(picture.pixels()));
      return texts.stream().mapToDouble(text -> scene == null ? 0 : score(scene, text)).toArray();
    }).toArray(double[][]::new);
  }

  double score(Scene scene, String text) {
    return isTrue(scene.things(), text) ? 1 : 0;
  }

  private static boolean isTrue(List<Thing> things, String text) {
    var single = SINGLE.matcher(text);
    if (single.matches()) {
      return things.size() == 1 && things.getFirst().size().equals(single.group(1))
          && things.getFirst().kind().words().equals(single.group(2));
    }
    var relation = RELATION.matcher(text);
    if (relation.matches()) {
      return things.size() == 2 && Stream.of(things, things.reversed()).anyMatch(pair ->
          text.equals(Relation.between(pair.get(0), pair.get(1)).caption(pair.get(0).kind(), pair.get(1).kind())));
    }
    if (IntStream.rangeClosed(1, 6).anyMatch(n -> text.startsWith(Vocabulary.number(n) + " "))) {
      return things.stream().anyMatch(thing -> text.equals(Vocabulary.count(
          (int) things.stream().filter(other -> other.kind().equals(thing.kind())).count(), thing.kind())));
    }
    return text.equals(Family.enumerate(things))
        || things.stream().anyMatch(thing -> text.equals(thing.kind().phrase()));
  }
}
