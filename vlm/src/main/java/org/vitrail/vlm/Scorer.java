package org.vitrail.vlm;

import java.util.List;
import org.vitrail.vit.image.Picture;

/** What zero-shot classification, retrieval and the probes ask of a model. */
public interface Scorer {

  /** A few pictures that are compared with a few texts. */
  record Comparison(List<Picture> pictures, List<String> texts) {}

  /** How well each picture fits each text (pictures, texts); a higher score fits better. */
  double[][] scores(List<Picture> pictures, List<String> texts);

  /** The scores of each comparison; a model that computes many at once is faster. */
  default List<double[][]> compare(List<Comparison> comparisons) {
    return comparisons.stream().map(c -> scores(c.pictures(), c.texts())).toList();
  }

  /** What a score is, such as the cosine of two vectors; a table of scores names it. */
  default String variant() {
    return "score";
  }
}
