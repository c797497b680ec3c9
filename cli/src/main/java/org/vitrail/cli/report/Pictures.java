package org.vitrail.cli.report;

import static org.vitrail.cli.report.Html.address;
import static org.vitrail.cli.report.Html.each;
import static org.vitrail.cli.report.Html.text;

import java.util.Locale;
import org.vitrail.cli.report.Report.Exhibit;
import org.vitrail.cli.report.Report.Gallery;
import org.vitrail.cli.report.Report.Guess;
import org.vitrail.cli.report.Report.Overlay;
import org.vitrail.vit.image.Picture;

/** Galleries: pictures with the model's guesses as bars and its attention as light that falls on the picture. */
final class Pictures {
  private static final int SMALL = 96;
  /** Letters that leave room for a bar beside them. */
  private static final int SHORT = 10;

  private Pictures() {}

  static String html(Gallery gallery) {
    int tiles = 1 + gallery.exhibits().stream().mapToInt(exhibit -> exhibit.overlays().size()).max().orElse(0);
    return "<p>%s</p>\n<div class=\"gallery\" style=\"--tiles:%d\">%s</div>\n".formatted(
        text(gallery.explanation()), tiles, each(gallery.exhibits(), Pictures::exhibit));
  }

  private static String exhibit(Exhibit exhibit) {
    var image = image(exhibit);
    var caption = "<figcaption>" + text(exhibit.caption()) + "</figcaption>";
    return exhibit.overlays().isEmpty()
        ? "<figure><div class=\"pane\">%s</div>%s%s</figure>\n".formatted(image, caption, guesses(exhibit))
        : """
            <figure class="looks">%s<div class="row"><div><div class="pane">%s</div></div>%s</div>%s</figure>
            """.formatted(caption, image, each(exhibit.overlays(), overlay -> overlay(image, overlay)),
                guesses(exhibit));
  }

  /** The picture; one of few pixels is enlarged pixel by pixel. */
  private static String image(Exhibit exhibit) {
    return "<img%s src=\"%s\" alt=\"%s\">".formatted(exhibit.picture().width() < SMALL ? " class=\"small\"" : "",
        address(exhibit.picture()), text(exhibit.description()));
  }

  private static String overlay(String image, Overlay overlay) {
    return """
        <div><div class="pane dim">%s<img class="light" src="%s" alt=""></div><span>%s</span></div>
        """.formatted(image, address(light(overlay.weights())), text(overlay.caption()));
  }

  private static String guesses(Exhibit exhibit) {
    if (exhibit.guesses().isEmpty()) return "";
    boolean isLong = exhibit.guesses().stream().anyMatch(guess -> guess.label().length() > SHORT);
    return "<ol class=\"guesses%s\">%s</ol>".formatted(isLong ? " long" : "", each(exhibit.guesses(), Pictures::guess));
  }

  private static String guess(Guess guess) {
    return String.format(Locale.ROOT,
        "<li class=\"%s\"><span>%s</span><i><b style=\"width:%.1f%%\"></b></i><span>%.1f %%</span></li>",
        guess.right() ? "right" : "wrong", text(guess.label()), 100 * guess.probability(), 100 * guess.probability());
  }

  /** Weights as a picture of one pixel each: from clear through ruby to amber; the browser enlarges it smoothly. */
  static Picture light(float[][] weights) {
    int rows = weights.length;
    int columns = weights[0].length;
    float most = Float.MIN_NORMAL;
    for (var row : weights) for (float w : row) most = Math.max(most, w);
    var pixels = new byte[rows * columns * 4];
    for (int y = 0, i = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        float w = weights[y][x] / most;
        pixels[i++] = (byte) Math.round(200 + 55 * w);
        pixels[i++] = (byte) Math.round(30 + 170 * w * w);
        pixels[i++] = (byte) Math.round(90 * (1 - w));
        pixels[i++] = (byte) Math.round(225 * w);
      }
    }
    return new Picture(columns, rows, 4, pixels);
  }
}
