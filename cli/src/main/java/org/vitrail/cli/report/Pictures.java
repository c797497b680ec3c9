package org.vitrail.cli.report;

import static org.vitrail.cli.report.Html.address;
import static org.vitrail.cli.report.Html.each;
import static org.vitrail.cli.report.Html.text;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.vitrail.cli.report.Report.Gallery;
import org.vitrail.cli.report.Report.Guess;
import org.vitrail.cli.report.Report.Overlay;
import org.vitrail.cli.report.Report.Picture;

/** Galleries: pictures with the model's guesses as bars and its attention as light that falls on the picture. */
final class Pictures {
  private static final int SMALL = 96;
  private static final int WIDTH_AT = 16;

  private Pictures() {}

  static String html(Gallery gallery) {
    return "<p>%s</p>\n<div class=\"gallery\">%s</div>\n".formatted(text(gallery.explanation()),
        each(gallery.pictures(), Pictures::picture));
  }

  private static String picture(Picture picture) {
    var image = "<img%s src=\"%s\" alt=\"%s\">".formatted(isSmall(picture.png()) ? " class=\"small\"" : "",
        address(picture.png()), text(picture.description()));
    if (picture.overlays().isEmpty()) {
      return "<figure><div class=\"pane\">%s</div><figcaption>%s</figcaption>%s</figure>\n".formatted(image,
          text(picture.caption()), guesses(picture));
    }
    return "<figure class=\"looks\"><figcaption>%s</figcaption><div class=\"row\"><div><div class=\"pane\">%s</div></div>%s</div>%s</figure>\n"
        .formatted(text(picture.caption()), image, each(picture.overlays(), overlay -> overlay(image, overlay)), guesses(picture));
  }

  private static String overlay(String image, Overlay overlay) {
    return "<div><div class=\"pane dim\">%s<img class=\"light\" src=\"%s\" alt=\"\"></div><span>%s</span></div>".formatted(
        image, address(light(overlay.weights())), text(overlay.caption()));
  }

  private static String guesses(Picture picture) {
    if (picture.guesses().isEmpty()) return "";
    return "<ol class=\"guesses\">" + each(picture.guesses(), Pictures::guess) + "</ol>";
  }

  private static String guess(Guess guess) {
    return String.format(Locale.ROOT,
        "<li class=\"%s\"><span>%s</span><i><b style=\"width:%.1f%%\"></b></i><span>%.1f %%</span></li>",
        guess.right() ? "right" : "wrong", text(guess.label()), 100 * guess.probability(), 100 * guess.probability());
  }

  /** Pictures of few pixels are enlarged pixel by pixel. The width of a PNG is the number at byte 16. */
  private static boolean isSmall(byte[] png) {
    return png.length > WIDTH_AT + Integer.BYTES && ByteBuffer.wrap(png).getInt(WIDTH_AT) < SMALL;
  }

  /** Weights as a picture of one pixel each: from clear through ruby to amber; the browser enlarges it smoothly. */
  static byte[] light(float[][] weights) {
    int rows = weights.length;
    int columns = weights[0].length;
    float most = Float.MIN_NORMAL;
    for (var row : weights) for (float w : row) most = Math.max(most, w);
    var image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        float w = weights[y][x] / most;
        int red = Math.round(200 + 55 * w);
        int green = Math.round(30 + 170 * w * w);
        int blue = Math.round(90 * (1 - w));
        image.setRGB(x, y, Math.round(225 * w) << 24 | red << 16 | green << 8 | blue);
      }
    }
    return Html.png(image);
  }
}
