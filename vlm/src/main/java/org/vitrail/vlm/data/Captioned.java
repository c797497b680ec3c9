package org.vitrail.vlm.data;

import java.util.List;
import org.vitrail.vit.image.Picture;

/**
 * A picture with texts on it.
 *
 * @param captions what is true of it, at least one; a batch draws one
 * @param wrong what is nearly true but is not, as hard negatives (Yuksekgonul et al. 2022); may be empty
 */
public record Captioned(Picture picture, List<String> captions, List<String> wrong) {

  public Captioned {
    captions = List.copyOf(captions);
    wrong = List.copyOf(wrong);
    if (captions.isEmpty()) throw new IllegalArgumentException("a picture has no caption; at least one is needed");
  }

  public Captioned(Picture picture, String caption) {
    this(picture, List.of(caption), List.of());
  }
}
