package org.vitrail.vit;

import java.util.List;

/**
 * The convolutions before the first stage of an {@link NfNet}, all with one kernel size.
 *
 * @param type the name that timm gives it, {@code 7x7_pool} or {@code deep_quad}; {@code 3x3_small} is ours
 * @param eighths width of each convolution in eighths of the stem's
 * @param strides stride of each convolution
 * @param pooled whether a 3x3 max pooling of stride 2 follows
 */
public record NfStem(String type, int kernel, List<Integer> eighths, List<Integer> strides, boolean pooled) {
  private static final String POOL = "_pool";

  /** One 3x3 convolution that keeps the size of small pictures. */
  public static final NfStem SMALL = new NfStem("3x3_small", 3, List.of(8), List.of(1), false);

  /** The stem that timm's {@code stem_type} names. */
  public static NfStem named(String type) {
    boolean pooled = type.endsWith(POOL);
    return switch (pooled ? type.substring(0, type.length() - POOL.length()) : type) {
      case "3x3_small" -> SMALL;
      case "3x3" -> new NfStem(type, 3, List.of(8), List.of(2), pooled);
      case "", "7x7" -> new NfStem(type, 7, List.of(8), List.of(2), pooled);
      case "deep" -> new NfStem(type, 3, List.of(4, 4, 8), List.of(2, 1, 1), pooled);
      case "deep_tiered" -> new NfStem(type, 3, List.of(3, 4, 8), List.of(2, 1, 1), pooled);
      case "deep_quad" -> new NfStem(type, 3, List.of(1, 2, 4, 8), List.of(2, 1, 1, 2), pooled);
      default -> throw new IllegalArgumentException("stem_type '" + type
          + "' is not 3x3, 7x7, deep, deep_tiered or deep_quad, with or without _pool");
    };
  }

  /** By how much it shrinks a picture. */
  public int stride() {
    return strides.stream().reduce(pooled ? 2 : 1, (a, b) -> a * b);
  }
}
