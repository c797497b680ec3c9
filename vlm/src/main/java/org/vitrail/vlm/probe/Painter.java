package org.vitrail.vlm.probe;

import java.util.List;
import org.vitrail.vit.image.Picture;

/** What makes pictures of texts. */
@FunctionalInterface
public interface Painter {

  /** A picture for each text. */
  List<Picture> paint(List<String> texts);
}
