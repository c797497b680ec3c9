package org.vitrail.vlm.cm3;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.vit.image.Picture;
import org.vitrail.vlm.Scorer;

/**
 * Of several pictures made for one text the ones that fit it best, as another model judges (Yu et al. 2023, section 3).
 */
public record Reranking(Scorer judge) {

  /** The pictures, the one that fits best first; of equal ones the earlier first. */
  public List<Picture> apply(String text, List<Picture> pictures) {
    if (pictures.isEmpty()) return List.of();
    var scores = judge.scores(pictures, List.of(text));
    return IntStream.range(0, scores.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> -scores[i][0]))
        .map(pictures::get).toList();
  }
}
