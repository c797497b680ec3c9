package org.vitrail.cli.report;

import org.vitrail.vit.image.Filter;
import org.vitrail.vit.image.Picture;

/** Pictures small enough for a page that shows many. */
public final class Thumbnail {
  private static final int SIDE = 256;

  private Thumbnail() {}

  public static Picture of(Picture picture) {
    double scale = (double) SIDE / Math.max(picture.width(), picture.height());
    return scale >= 1 ? picture : picture.resize(Math.max(1, (int) Math.round(picture.width() * scale)),
        Math.max(1, (int) Math.round(picture.height() * scale)), Filter.BILINEAR);
  }
}
