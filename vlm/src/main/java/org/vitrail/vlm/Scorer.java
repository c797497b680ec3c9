package org.vitrail.vlm;

import java.util.List;
import org.vitrail.vit.image.Picture;

/** What zero-shot classification, retrieval and the probes ask of a model. */
public interface Scorer {

  /** How well each picture fits each text (pictures, texts); a higher score fits better. */
  double[][] scores(List<Picture> pictures, List<String> texts);
}
