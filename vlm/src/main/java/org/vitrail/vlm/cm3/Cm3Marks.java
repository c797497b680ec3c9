package org.vitrail.vlm.cm3;

import java.util.List;

/**
 * Ids of the tokens with which CM3 tells of gaps, beside those of a
 * {@link org.vitrail.vlm.fusion.MixedVocabulary.Marks MixedVocabulary}.
 *
 * @param infill [INFILL], after which come the texts of the gaps
 * @param masks [MASK:0], [MASK:1], …, one for each gap of a document
 */
public record Cm3Marks(int infill, List<Integer> masks) {

  public Cm3Marks {
    masks = List.copyOf(masks);
    if (masks.isEmpty()) throw new IllegalArgumentException("CM3 needs at least one [MASK:i], there is none");
  }

  /** [MASK:i]. */
  public int mask(int i) {
    return masks.get(i);
  }

  public boolean isMask(int id) {
    return masks.contains(id);
  }
}
