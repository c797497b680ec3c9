package org.vitrail.vlm.probe;

import java.util.List;
import org.vitrail.vit.image.Picture;

/** What answers questions about pictures. */
@FunctionalInterface
public interface Answerer {

  /**
   * A question about a picture.
   *
   * @param allowed the answers that there are to choose from
   */
  record Asked(Picture picture, String question, List<String> allowed) {}

  /** An answer to each question. */
  List<String> answers(List<Asked> questions);
}
