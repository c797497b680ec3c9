package org.vitrail.vit.image;

import java.util.List;
import java.util.Locale;

/** How a resized pixel weighs the pixels of the picture; weights as functions of the distance. Ordered as in Pillow. */
public enum Filter {
  /** The pixel under the middle. */
  NEAREST(0),
  LANCZOS(3),
  BILINEAR(1),
  /** Keys' cubic with a = -0.5. */
  BICUBIC(2),
  BOX(0.5),
  /** A raised cosine; Pillow has its two constants in single precision. */
  HAMMING(1);

  private static final Filter[] ALL = values();
  private static final double A = -0.5;

  /** Beyond this distance the weight is zero. */
  final double support;

  Filter(double support) {
    this.support = support;
  }

  /** The filter with Pillow's number, as the setting {@code resample} gives it: 0 to 5. */
  public static Filter of(int resample) {
    if (resample < 0 || resample >= ALL.length) {
      throw new IllegalArgumentException("resample " + resample + " is unknown; 0 to 5 stand for " + List.of(ALL));
    }
    return ALL[resample];
  }

  /** The filter of a name, {@code "bicubic"}. */
  public static Filter named(String name) {
    for (var filter : ALL) {
      if (filter.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return filter;
      }
    }
    throw new IllegalArgumentException("filter '" + name + "' is unknown; there are " + List.of(ALL));
  }

  double weight(double x) {
    double d = Math.abs(x);
    return switch (this) {
      case NEAREST -> throw new UnsupportedOperationException("nearest takes one pixel and weighs none");
      case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
      case BILINEAR -> d < 1 ? 1 - d : 0;
      case HAMMING -> d >= 1 ? 0 : sinc(d) * (0.54f + 0.46f * Math.cos(Math.PI * d));
      case BICUBIC -> d < 1 ? ((A + 2) * d - (A + 3)) * d * d + 1 : d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
      case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    };
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  @Override public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
