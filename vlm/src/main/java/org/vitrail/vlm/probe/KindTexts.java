package org.vitrail.vlm.probe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Colour;
import org.vitrail.vit.scenes.Figure;
import org.vitrail.vit.scenes.Kind;
import org.vitrail.vit.scenes.Template;

/** The texts that tell what kind of object a scene of one object shows, in both sizes. */
final class KindTexts {
  /** Templates that captions have. */
  static final int[] SEEN = {0, 1, 2, 3};
  /** Templates that they have not. */
  static final int[] UNSEEN = {4, 5, 6, 7};

  /** All 48 kinds, by shape, then by colour. */
  static final List<Kind> ALL = Arrays.stream(Figure.values())
      .flatMap(shape -> Arrays.stream(Colour.values()).map(colour -> new Kind(shape, colour))).toList();

  private KindTexts() {}

  /** For each kind, for each of the eight templates, the texts of the small and of the large one. */
  static List<List<List<String>>> of(List<Kind> kinds) {
    return kinds.stream().map(kind -> Template.SINGLE.stream()
        .map(template -> List.of(template.fill("small", kind), template.fill("large", kind))).toList()).toList();
  }

  static int[] all() {
    return IntStream.range(0, Template.SINGLE.size()).toArray();
  }

  static List<String> names(List<Kind> kinds) {
    return kinds.stream().map(Kind::phrase).toList();
  }
}
