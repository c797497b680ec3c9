package org.vitrail.vit.image;

/** Arithmetic on colour values, 0 to 255. */
final class Bytes {
  private Bytes() {}

  /** {@code a·b/255}, rounded, without a division. */
  static int times(int a, int b) {
    int product = a * b + 128;
    return (product >> 8) + product >> 8;
  }

  static byte clip(int x) {
    return (byte) Math.clamp(x, 0, 255);
  }
}
