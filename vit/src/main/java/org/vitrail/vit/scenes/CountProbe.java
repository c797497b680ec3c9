package org.vitrail.vit.scenes;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many are there (Paiss et al. 2023)? One of six captions fits.
 *
 * @param count the number of objects of the kind that is asked about, 1 to 6
 * @param captions {@code "one red circle"} to {@code "six red circles"}
 */
public record CountProbe(Scene scene, int count, List<String> captions) {
  /** How many items the probe has. */
  public static final int SIZE = 600;

  public static CountProbe item(int i) {
    var scene = Scenes.scene("probe", Family.COUNT, i);
    var kind = scene.things().getFirst().kind();
    int count = (int) scene.things().stream().filter(thing -> thing.kind().equals(kind)).count();
    return new CountProbe(scene, count, IntStream.rangeClosed(1, 6).mapToObj(n -> Vocabulary.count(n, kind)).toList());
  }
}
