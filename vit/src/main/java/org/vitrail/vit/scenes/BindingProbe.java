package org.vitrail.vit.scenes;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Two scenes and two captions of the same words that differ in which object has which colour (Yuksekgonul et al. 2022).
 *
 * @param exchanged the same shapes in the same places, with each other's colour
 */
public record BindingProbe(Scene scene, Scene exchanged) {
  /** How many items the probe has. */
  public static final int SIZE = 400;

  /** The items in order; pairs whose exchange would show a held-out kind are left out. */
  public static List<BindingProbe> items() {
    return IntStream.iterate(0, j -> j + 1).mapToObj(BindingProbe::candidate)
        .filter(probe -> probe.exchanged.things().stream().noneMatch(thing -> thing.kind().heldOut()))
        .limit(SIZE).toList();
  }

  private static BindingProbe candidate(int j) {
    var scene = Scenes.scene("probe", Family.PAIR, j);
    var first = scene.things().get(0);
    var second = scene.things().get(1);
    var things = List.of(
        first.withKind(new Kind(first.kind().shape(), second.kind().colour())),
        second.withKind(new Kind(second.kind().shape(), first.kind().colour())));
    return new BindingProbe(scene, scene.with(things, Family.enumerate(things)));
  }
}
