package org.vitrail.vit.scenes;

import java.util.Locale;

/** The six shapes, in the order of their numbers. */
public enum Figure {
  CIRCLE, SQUARE, TRIANGLE, DIAMOND, CROSS, RING;

  private static final Figure[] ALL = values();

  /** The shape with number {@code s mod 6}. */
  static Figure of(int s) {
    return ALL[Math.floorMod(s, ALL.length)];
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String plural() {
    return word() + (this == CROSS ? "es" : "s");
  }

  /**
   * Whether the shape of doubled radius {@code r} covers a point; {@code u} and {@code v} are twice the distance from
   * its middle, to the right and down.
   */
  boolean covers(int u, int v, int r) {
    int q = 7 * r / 8;
    int t = r / 3;
    return switch (this) {
      case CIRCLE -> u * u + v * v <= r * r;
      case SQUARE -> Math.max(Math.abs(u), Math.abs(v)) <= q;
      case TRIANGLE -> -r <= v && v <= q && Math.abs(u) * (r + q) <= (v + r) * r;
      case DIAMOND -> Math.abs(u) + Math.abs(v) <= r;
      case CROSS -> Math.abs(u) <= t && Math.abs(v) <= r || Math.abs(v) <= t && Math.abs(u) <= r;
      case RING -> u * u + v * v <= r * r && 4 * (u * u + v * v) > r * r;
    };
  }
}
