package org.vitrail.vit.scenes;

import java.util.Locale;

/** The eight colours, in the order of their numbers. */
public enum Colour {
  RED(220, 40, 40), GREEN(40, 180, 60), BLUE(50, 80, 230), YELLOW(235, 220, 50),
  PURPLE(150, 60, 190), ORANGE(245, 140, 30), CYAN(60, 210, 220), WHITE(240, 240, 240);

  private static final Colour[] ALL = values();

  public final int red;
  public final int green;
  public final int blue;

  Colour(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** The colour with number {@code c mod 8}. */
  static Colour of(int c) {
    return ALL[Math.floorMod(c, ALL.length)];
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
