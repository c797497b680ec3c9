package org.vitrail.vit.scenes;

import java.util.Arrays;
import java.util.List;

/** Pictures of scenes: unsigned bytes, row by row, red, green and blue of each pixel side by side. */
public final class Raster {
  /** Width and height of the full picture. */
  public static final int SIDE = 64;

  private static final byte BACKGROUND = 20;

  private Raster() {}

  /** A 64x64 picture of the plain background. */
  public static byte[] blank() {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    Arrays.fill(rgb, BACKGROUND);
    return rgb;
  }

  /** Paints the objects over a 64x64 picture, in place, and returns it. */
  public static byte[] paint(byte[] rgb, List<Thing> things) {
    for (var thing : things) {
      int left = thing.column() * Thing.CELL;
      int top = thing.row() * Thing.CELL;
      for (int y = 0; y < Thing.CELL; y++) {
        for (int x = 0; x < Thing.CELL; x++) {
          if (thing.covers(x, y)) {
            var colour = thing.kind().colour();
            set(rgb, left + x, top + y, colour.red, colour.green, colour.blue);
          }
        }
      }
    }
    return rgb;
  }

  /** The 2x2 box mean of a square picture: {@code (a + b + c + d + 2) >> 2} per channel. */
  public static byte[] half(byte[] rgb) {
    int side = side(rgb);
    int row = side * 3;
    byte[] out = new byte[rgb.length / 4];
    int at = 0;
    for (int y = 0; y < side; y += 2) {
      for (int x = 0; x < side; x += 2) {
        for (int c = 0; c < 3; c++) {
          int i = y * row + x * 3 + c;
          int sum = (rgb[i] & 0xFF) + (rgb[i + 3] & 0xFF) + (rgb[i + row] & 0xFF) + (rgb[i + row + 3] & 0xFF);
          out[at++] = (byte) ((sum + 2) >> 2);
        }
      }
    }
    return out;
  }

  /** What models see: {@code x/127.5 - 1} as (C, H, W), written into {@code out} from {@code offset} on. */
  public static void planes(byte[] rgb, float[] out, int offset) {
    int pixels = rgb.length / 3;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < 3; c++) {
        out[offset + c * pixels + p] = (rgb[3 * p + c] & 0xFF) / 127.5f - 1;
      }
    }
  }

  /** The side of a square picture. */
  static int side(byte[] rgb) {
    int side = (int) Math.sqrt(rgb.length / 3);
    if (side * side * 3 != rgb.length) {
      throw new IllegalArgumentException(
          "scene picture: " + rgb.length + " bytes are no square RGB picture; expected 3·side·side bytes");
    }
    return side;
  }

  static void set(byte[] rgb, int x, int y, int red, int green, int blue) {
    int i = (y * SIDE + x) * 3;
    rgb[i] = (byte) red;
    rgb[i + 1] = (byte) green;
    rgb[i + 2] = (byte) blue;
  }
}
