package org.vitrail.vit.scenes;

import java.util.List;

/**
 * Learning a name from one example: two pictures with their made-up names, then a third that shows one of them again.
 *
 * @param pictures 32x32, of the first kind, of the second, and the one that is asked about
 * @param asksFirst whether the query shows the first kind
 * @param exchanged whether the first is called blicket and the second dax, rather than the other way round
 */
public record Episode(List<byte[]> pictures, boolean asksFirst, boolean exchanged) {
  static final List<String> NAMES = List.of("dax", "blicket", "wug", "fep");

  /** Episode {@code i}. */
  public static Episode item(int i) {
    var r = Draws.stream("episode", i);
    var first = Kind.draw(r);
    var second = other(first, r);
    boolean asksFirst = r.below(2) == 0;
    boolean exchanged = r.below(2) == 1;
    var pictures = List.of(picture(first, r), picture(second, r), picture(asksFirst ? first : second, r));
    return new Episode(pictures, asksFirst, exchanged);
  }

  public String firstName() {
    return NAMES.get(exchanged ? 1 : 0);
  }

  public String secondName() {
    return NAMES.get(exchanged ? 0 : 1);
  }

  public String answer() {
    return asksFirst ? firstName() : secondName();
  }

  static Kind other(Kind first, Draws r) {
    var kind = Kind.draw(r);
    while (kind.equals(first)) {
      kind = Kind.draw(r);
    }
    return kind;
  }

  private static byte[] picture(Kind kind, Draws r) {
    return Raster.half(Raster.paint(Raster.blank(), List.of(Thing.look(r, kind, r.below(16)))));
  }
}
