package org.vitrail.vit.scenes;

import java.util.List;

/**
 * Two scenes and two captions of the same words, each of which fits one scene (Thrush et al. 2022): does a model see
 * what is left of what?
 *
 * @param scene two objects in a row or a column, with the caption that fits
 * @param exchanged the same objects, each in the other's cell, with the caption that fits then
 * @param flipped the caption of {@code scene} with the inverse relation, true for neither
 */
public record RelationProbe(Scene scene, Scene exchanged, String flipped) {
  /** How many items the probe has. */
  public static final int SIZE = 400;

  public static RelationProbe item(int i) {
    var scene = Scenes.scene("probe", Family.RELATION, i);
    var first = scene.things().get(0);
    var second = scene.things().get(1);
    var relation = Relation.between(first, second);
    var exchanged = scene.with(List.of(first.movedTo(second.cell()), second.movedTo(first.cell())),
        relation.caption(second.kind(), first.kind()));
    return new RelationProbe(scene, exchanged, relation.inverse().caption(first.kind(), second.kind()));
  }

  public boolean horizontal() {
    return scene.things().get(0).row() == scene.things().get(1).row();
  }
}
