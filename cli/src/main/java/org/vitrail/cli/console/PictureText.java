package org.vitrail.cli.console;

import org.vitrail.vit.image.Filter;
import org.vitrail.vit.image.Picture;

/** A small picture on a terminal with 24-bit colours: each ▀ is two pixels, one above the other. */
public final class PictureText {
  private static final int COLUMNS = 32;
  private static final String CLEAR = "\u001b[0m\n";

  private PictureText() {}

  /** The picture, at most 32 columns wide, line by line. */
  public static String of(Picture picture) {
    double scale = Math.min(1, (double) COLUMNS / picture.width());
    var shown = scale == 1 ? picture.rgb() : picture.rgb().resize(COLUMNS,
        Math.max(1, (int) Math.round(picture.height() * scale)), Filter.BOX);
    var text = new StringBuilder();
    for (int y = 0; y < shown.height(); y += 2) {
      for (int x = 0; x < shown.width(); x++) {
        text.append("\u001b[38;2;").append(colour(shown, x, y));
        if (y + 1 < shown.height()) text.append(";48;2;").append(colour(shown, x, y + 1));
        text.append("m▀");
      }
      text.append(CLEAR);
    }
    return text.toString();
  }

  private static String colour(Picture picture, int x, int y) {
    int at = (y * picture.width() + x) * 3;
    var pixels = picture.pixels();
    return (pixels[at] & 0xFF) + ";" + (pixels[at + 1] & 0xFF) + ";" + (pixels[at + 2] & 0xFF);
  }
}
