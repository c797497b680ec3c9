package org.vitrail.vlm.probe;

import java.util.List;
import org.vitrail.vit.image.Picture;

/** What says in words what is on pictures. */
@FunctionalInterface
public interface Captioner {

  /** A caption for each picture. */
  List<String> captions(List<Picture> pictures);
}
