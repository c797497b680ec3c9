package org.vitrail.vit.image;

/** Luma, chroma and ink to red, green and blue, in the fixed-point arithmetic of libjpeg and Pillow. */
final class Ycc {
  private static final int BITS = 16;
  private static final int HALF = 1 << BITS - 1;
  private static final int RED_CR = fixed(1.40200);
  private static final int GREEN_CR = fixed(0.71414);
  private static final int GREEN_CB = fixed(0.34414);
  private static final int BLUE_CB = fixed(1.77200);

  private Ycc() {}

  /** JFIF: {@code R = Y + 1.402 Cr, G = Y - 0.344 Cb - 0.714 Cr, B = Y + 1.772 Cb}, in place. */
  static byte[] toRgb(byte[] samples) {
    for (int i = 0; i < samples.length; i += 3) {
      convert(samples, i);
    }
    return samples;
  }

  /** Converts the first three of four channels, to cyan, magenta and yellow: 255 less red, green and blue. */
  static byte[] toInk(byte[] samples) {
    for (int i = 0; i < samples.length; i += 4) {
      convert(samples, i);
      for (int c = i; c < i + 3; c++) {
        samples[c] = (byte) ~samples[c];
      }
    }
    return samples;
  }

  /**
   * Cyan, magenta, yellow and black, stored as 255 less ink as Adobe does, to {@code R = k - C·k} with
   * {@code k = 255 - K}.
   */
  static byte[] inkToRgb(byte[] ink) {
    byte[] rgb = new byte[ink.length / 4 * 3];
    for (int i = 0, o = 0; i < ink.length; i += 4) {
      int white = ink[i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        rgb[o++] = (byte) (white - Bytes.times(255 - (ink[i + c] & 0xFF), white));
      }
    }
    return rgb;
  }

  private static void convert(byte[] samples, int i) {
    int y = samples[i] & 0xFF;
    int cb = (samples[i + 1] & 0xFF) - 128;
    int cr = (samples[i + 2] & 0xFF) - 128;
    samples[i] = Bytes.clip(y + (RED_CR * cr + HALF >> BITS));
    samples[i + 1] = Bytes.clip(y + (-GREEN_CB * cb - GREEN_CR * cr + HALF >> BITS));
    samples[i + 2] = Bytes.clip(y + (BLUE_CB * cb + HALF >> BITS));
  }

  private static int fixed(double x) {
    return (int) (x * (1 << BITS) + 0.5);
  }
}
