package org.vitrail.vit.scenes;

import java.util.List;

/** A damage to a byte picture, for tables of robustness. Level 1 to 3 where there are levels. */
public sealed interface Corruption {

  /** Damages the 32x32 picture of item {@code i}; the result is a new array. */
  byte[] apply(byte[] rgb, int i);

  /** All of them, by their names. */
  List<Corruption> ALL = List.of(
      new Noise(1), new Noise(2), new Noise(3), new Blur(1), new Blur(2), new Blur(3),
      new Contrast(1), new Contrast(2), new Contrast(3), new Invert(), new Grey());

  /** {@code "noise-1"}, {@code "blur-3"}, {@code "contrast-2"}, {@code "invert"}, {@code "gray"}. */
  static Corruption named(String name) {
    return ALL.stream().filter(c -> c.toString().equals(name)).findFirst().orElseThrow(
        () -> new IllegalArgumentException("corruption '" + name + "' is unknown; there are " + ALL));
  }

  /** Uniform noise of up to 16, 48 or 96 grey levels. */
  record Noise(int level) implements Corruption {
    @Override public byte[] apply(byte[] rgb, int i) {
      int amplitude = switch (level) {
        case 1 -> 16;
        case 2 -> 48;
        default -> 96;
      };
      var r = Draws.stream("corrupt/" + this, i);
      byte[] out = new byte[rgb.length];
      for (int k = 0; k < rgb.length; k++) {
        out[k] = (byte) Math.clamp((rgb[k] & 0xFF) + r.below(2 * amplitude + 1) - amplitude, 0, 255);
      }
      return out;
    }

    @Override public String toString() {
      return "noise-" + level;
    }
  }

  /** So many passes of the 3x3 mean with edge replication, {@code (sum + 4)/9}. */
  record Blur(int level) implements Corruption {
    @Override public byte[] apply(byte[] rgb, int i) {
      byte[] out = rgb;
      for (int pass = 0; pass < level; pass++) {
        out = mean(out, Raster.side(rgb));
      }
      return out;
    }

    private static byte[] mean(byte[] rgb, int side) {
      byte[] out = new byte[rgb.length];
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          for (int c = 0; c < 3; c++) {
            int sum = 0;
            for (int v = y - 1; v <= y + 1; v++) {
              for (int u = x - 1; u <= x + 1; u++) {
                int at = Math.clamp(v, 0, side - 1) * side + Math.clamp(u, 0, side - 1);
                sum += rgb[3 * at + c] & 0xFF;
              }
            }
            out[3 * (y * side + x) + c] = (byte) ((sum + 4) / 9);
          }
        }
      }
      return out;
    }

    @Override public String toString() {
      return "blur-" + level;
    }
  }

  /** {@code 128 + (b - 128)·(4 - level)/4}, the division truncated. */
  record Contrast(int level) implements Corruption {
    @Override public byte[] apply(byte[] rgb, int i) {
      byte[] out = new byte[rgb.length];
      for (int k = 0; k < rgb.length; k++) {
        out[k] = (byte) (128 + ((rgb[k] & 0xFF) - 128) * (4 - level) / 4);
      }
      return out;
    }

    @Override public String toString() {
      return "contrast-" + level;
    }
  }

  /** {@code 255 - b}. */
  record Invert() implements Corruption {
    @Override public byte[] apply(byte[] rgb, int i) {
      byte[] out = new byte[rgb.length];
      for (int k = 0; k < rgb.length; k++) {
        out[k] = (byte) ~rgb[k];
      }
      return out;
    }

    @Override public String toString() {
      return "invert";
    }
  }

  /** {@code (77R + 150G + 29B + 128) >> 8} in all channels. */
  record Grey() implements Corruption {
    @Override public byte[] apply(byte[] rgb, int i) {
      byte[] out = new byte[rgb.length];
      for (int k = 0; k < rgb.length; k += 3) {
        int grey = 77 * (rgb[k] & 0xFF) + 150 * (rgb[k + 1] & 0xFF) + 29 * (rgb[k + 2] & 0xFF);
        out[k] = out[k + 1] = out[k + 2] = (byte) ((grey + 128) >> 8);
      }
      return out;
    }

    @Override public String toString() {
      return "gray";
    }
  }
}
