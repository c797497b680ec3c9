package org.vitrail.vit.scenes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads a scene back from its 32x32 picture on the plain background. Every cell is compared with all that it may hold,
 * nothing or one object of each shape, size, shift and colour, as it is and blurred, and what differs least from it by the
 * squares of its pixels is taken. Pictures as they were drawn are read exactly, those of a decoder by what is nearest.
 */
public final class SceneReader {
  private static final int SIDE = Raster.SIDE / 2;
  private static final int CELL = Thing.CELL / 2;
  private static final int CELLS = SIDE / CELL;
  private static final int BACKGROUND = Raster.blank()[0];
  /** Passes of a 3x3 mean, the sharp template first. */
  private static final int BLURS = 3;

  /**
   * An object of a cell in every colour.
   *
   * @param thing white, in the first cell
   * @param cover how much of each pixel it covers, 0 to 1 (64)
   * @param square the sum of the squares of {@code cover}
   */
  private record Template(Thing thing, double[] cover, double square) {}

  private static final List<Template> TEMPLATES = templates();

  private SceneReader() {}

  /**
   * The objects by cell.
   *
   * @param rgb 32x32 RGB, row by row
   */
  public static List<Thing> read(byte[] rgb) {
    if (rgb.length != 3 * SIDE * SIDE) {
      throw new IllegalArgumentException("a picture of " + rgb.length + " bytes; scenes are read from 32x32 RGB, "
          + 3 * SIDE * SIDE + " bytes");
    }
    return IntStream.range(0, CELLS * CELLS).mapToObj(cell -> thing(rgb, cell)).flatMap(Optional::stream).toList();
  }

  /**
   * With pixels x above the background, covers a and a colour d above the background:
   * {@code Σ (x − a·d)² − Σ x² = Σ_channels (d²·Σ a² − 2·d·Σ a·x)}, which is 0 for an empty cell.
   */
  private static Optional<Thing> thing(byte[] rgb, int cell) {
    var pixels = pixels(rgb, cell);
    Thing best = null;
    double least = 0;
    for (var template : TEMPLATES) {
      var shared = Arrays.stream(pixels).mapToDouble(channel -> dot(template.cover, channel)).toArray();
      for (var colour : Colour.values()) {
        double difference = difference(colour.red, shared[0], template.square)
            + difference(colour.green, shared[1], template.square) + difference(colour.blue, shared[2], template.square);
        if (difference >= least) continue;
        least = difference;
        best = template.thing.withKind(new Kind(template.thing.kind().shape(), colour));
      }
    }
    return Optional.ofNullable(best).map(thing -> thing.movedTo(cell));
  }

  private static double difference(int channel, double shared, double square) {
    int d = channel - BACKGROUND;
    return d * d * square - 2 * d * shared;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  /** The pixels of a cell above the background, by channel (3, 64). */
  private static double[][] pixels(byte[] rgb, int cell) {
    var pixels = new double[3][CELL * CELL];
    for (int y = 0; y < CELL; y++) {
      for (int x = 0; x < CELL; x++) {
        int at = (cell / CELLS * CELL + y) * SIDE + cell % CELLS * CELL + x;
        for (int c = 0; c < 3; c++) pixels[c][y * CELL + x] = (rgb[3 * at + c] & 0xFF) - BACKGROUND;
      }
    }
    return pixels;
  }

  private static List<Template> templates() {
    var templates = new ArrayList<Template>();
    for (int blur = 0; blur < BLURS; blur++) {
      for (var shape : Figure.values()) {
        for (int look = 0; look < 18; look++) {
          var thing = new Thing(new Kind(shape, Colour.WHITE), look >= 9, 0, look % 9 / 3 - 1, look % 3 - 1);
          templates.add(template(thing, blur));
        }
      }
    }
    return templates;
  }

  private static Template template(Thing thing, int blur) {
    var rgb = Raster.half(Raster.paint(Raster.blank(), List.of(thing)));
    if (blur > 0) rgb = new Corruption.Blur(blur).apply(rgb, 0);
    double full = Colour.WHITE.red - BACKGROUND;
    var cover = Arrays.stream(pixels(rgb, 0)[0]).map(x -> x / full).toArray();
    return new Template(thing, cover, dot(cover, cover));
  }
}
