package org.vitrail.vit.scenes;

/** Patterned backgrounds: stripes, checks or a gradient of two dark colours. */
final class Background {
  private static final int[][] PALETTE = {{20, 20, 20}, {120, 60, 60}, {60, 110, 70}, {70, 70, 140}};
  private static final int GRADIENT = 3;

  private Background() {}

  /** The 64x64 background of one item. */
  static byte[] of(String split, Family family, int i) {
    var r = Draws.stream("bg/" + split + "/" + family, i);
    int pattern = r.below(4);
    int a = r.below(4);
    int b = (a + 1 + r.below(3)) % 4;
    int width = 4 << r.below(2);
    int phase = r.below(2 * width);
    byte[] rgb = new byte[Raster.SIDE * Raster.SIDE * 3];
    for (int y = 0; y < Raster.SIDE; y++) {
      for (int x = 0; x < Raster.SIDE; x++) {
        int[] colour = pattern == GRADIENT
            ? mix(PALETTE[a], PALETTE[b], x)
            : PALETTE[stripe(pattern, x, y, width, phase) % 2 == 0 ? a : b];
        Raster.set(rgb, x, y, colour[0], colour[1], colour[2]);
      }
    }
    return rgb;
  }

  private static int stripe(int pattern, int x, int y, int width, int phase) {
    return switch (pattern) {
      case 0 -> (y + phase) / width;
      case 1 -> (x + phase) / width;
      default -> (x + phase) / width + y / width;
    };
  }

  /** From {@code a} at the left edge to {@code b} at the right one. */
  private static int[] mix(int[] a, int[] b, int x) {
    int[] mixed = new int[3];
    for (int c = 0; c < 3; c++) {
      mixed[c] = (a[c] * (63 - x) + b[c] * x + 31) / 63;
    }
    return mixed;
  }
}
