package org.vitrail.vlm.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.vitrail.vit.image.Picture;
import org.vitrail.vit.scenes.Family;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Relation;
import org.vitrail.vit.scenes.Scene;
import org.vitrail.vit.scenes.SceneReader;
import org.vitrail.vit.scenes.Thing;

/**
 * A picture made for the caption of a scene, object by object. Neither place nor order counts in the numbers of
 * objects, for most captions tell neither.
 *
 * @param seen the objects that are read from the picture
 * @param told how many objects the caption tells of
 * @param kinds how many of these are there in shape and colour
 * @param colours how many are there in colour
 * @param shapes how many are there in shape
 * @param isTrue whether the caption is true of the picture: of {@code single} nothing else is there, and the size is
 *     right; the order of {@code pair} and {@code multi} and the {@code relation} are; beside those counted in
 *     {@code count} there may be other kinds
 */
public record Depiction(List<Thing> seen, int told, int kinds, int colours, int shapes, boolean isTrue) {

  /** Reads a 32x32 picture that was made for the caption of {@code scene}. */
  public static Depiction of(Scene scene, Picture picture) {
    var seen = SceneReader.read(picture.pixels());
    var told = told(scene);
    return new Depiction(seen, told.size(), shared(told, seen, Thing::kind),
        shared(told, seen, thing -> thing.kind().colour()), shared(told, seen, thing -> thing.kind().shape()),
        isTrue(scene, told, seen));
  }

  private static List<Thing> told(Scene scene) {
    if (scene.family() != Family.COUNT) return scene.things();
    var kind = scene.things().getFirst().kind();
    return scene.things().stream().filter(thing -> thing.kind().equals(kind)).toList();
  }

  /** How many values of some objects are those of others, each of which counts once. */
  private static <T> int shared(List<Thing> told, List<Thing> seen, Function<Thing, T> value) {
    var left = new ArrayList<>(seen.stream().map(value).toList());
    return (int) told.stream().map(value).filter(left::remove).count();
  }

  private static boolean isTrue(Scene scene, List<Thing> told, List<Thing> seen) {
    return switch (scene.family()) {
      case SINGLE -> kinds(seen).equals(kinds(told)) && seen.getFirst().large() == told.getFirst().large();
      case PAIR, MULTI -> kinds(seen).equals(kinds(told));
      case COUNT -> seen.stream().filter(thing -> thing.kind().equals(told.getFirst().kind())).count() == told.size();
      case RELATION -> seen.size() == 2 && (relates(seen, told) || relates(seen.reversed(), told));
    };
  }

  /** In reading order. */
  private static List<Kind> kinds(List<Thing> things) {
    return things.stream().sorted(Comparator.comparingInt(Thing::cell)).map(Thing::kind).toList();
  }

  /** Whether two objects are those told of, the first of them further in the direction of the relation. */
  private static boolean relates(List<Thing> seen, List<Thing> told) {
    boolean same = seen.get(0).kind().equals(told.get(0).kind()) && seen.get(1).kind().equals(told.get(1).kind());
    int right = seen.get(1).column() - seen.get(0).column();
    int down = seen.get(1).row() - seen.get(0).row();
    return same && switch (Relation.between(told.get(0), told.get(1))) {
      case LEFT -> right > 0;
      case RIGHT -> right < 0;
      case ABOVE -> down > 0;
      case BELOW -> down < 0;
    };
  }
}
