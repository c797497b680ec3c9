package org.vitrail.vit.scenes;

import java.util.List;

/**
 * One big textured shape. In {@code train}, {@code val} and {@code test} shape and texture carry the same number and
 * both predict the class; in {@code conflict} they differ, which separates them (Geirhos et al. 2019).
 *
 * @param texture 0 to 5: solid, rows, columns, checks, diagonals, dots
 * @param radius doubled radius, 32 to 44
 */
public record TexShape(Figure shape, Colour colour, int texture, int dx, int dy, int radius) {
  public static final List<String> SPLITS = List.of("train", "val", "test", "conflict");

  /** Item {@code i} of a split. */
  public static TexShape item(String split, int i) {
    if (!SPLITS.contains(split) || i < 0) {
      throw new IllegalArgumentException("texshape " + split + "/" + i + " does not exist; the splits are " + SPLITS);
    }
    var r = Draws.stream(split + "/texshape", i);
    int s = r.below(6);
    int c = r.below(8);
    int dx = r.below(9) - 4;
    int dy = r.below(9) - 4;
    int radius = 32 + 4 * r.below(4);
    int texture = split.equals("conflict") ? (s + 1 + r.below(5)) % 6 : s;
    return new TexShape(Figure.of(s), Colour.of(c), texture, dx, dy, radius);
  }

  /** 64x64 RGB on the plain background. */
  public byte[] pixels64() {
    byte[] rgb = Raster.blank();
    for (int y = 0; y < Raster.SIDE; y++) {
      for (int x = 0; x < Raster.SIDE; x++) {
        int u = 2 * x + 1 - 2 * (32 + dx);
        int v = 2 * y + 1 - 2 * (32 + dy);
        if (shape.covers(u, v, radius)) {
          int dim = bright(x, y) ? 0 : 1;
          Raster.set(rgb, x, y, colour.red >> dim, colour.green >> dim, colour.blue >> dim);
        }
      }
    }
    return rgb;
  }

  public byte[] pixels32() {
    return Raster.half(pixels64());
  }

  private boolean bright(int x, int y) {
    return switch (texture) {
      case 0 -> true;
      case 1 -> (y >> 1 & 1) == 1;
      case 2 -> (x >> 1 & 1) == 1;
      case 3 -> ((x >> 1) + (y >> 1) & 1) == 1;
      case 4 -> (x + y >> 1 & 1) == 1;
      default -> (x & 3) < 2 && (y & 3) < 2;
    };
  }
}
