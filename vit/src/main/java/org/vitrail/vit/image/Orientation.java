package org.vitrail.vit.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held (EXIF tag 0x0112), and the turn that puts its picture upright. Values 1 to 8. */
enum Orientation {
  UPRIGHT, MIRRORED, HALF_TURN, UPSIDE_DOWN, TRANSPOSED, CLOCKWISE, TRANSVERSE, COUNTER_CLOCKWISE;

  private static final int TAG = 0x0112;
  private static final Orientation[] ALL = values();

  /** Reads the tag from a TIFF block; {@link #UPRIGHT} when there is none or the block is damaged. */
  static Orientation of(ByteBuffer tiff) {
    try {
      tiff = tiff.slice();
      tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = Short.toUnsignedInt(tiff.getShort(directory));
      for (int e = 0; e < entries; e++) {
        int entry = Math.addExact(directory, 2 + 12 * e);
        if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
          int value = tiff.getShort(entry + 8);
          return value >= 1 && value <= ALL.length ? ALL[value - 1] : UPRIGHT;
        }
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException damaged) {
      return UPRIGHT;
    }
    return UPRIGHT;
  }

  Picture apply(Picture picture) {
    if (this == UPRIGHT) {
      return picture;
    }
    int w = picture.width();
    int h = picture.height();
    boolean swap = ordinal() >= TRANSPOSED.ordinal();
    var out = Picture.blank(swap ? h : w, swap ? w : h, picture.channels());
    int channels = picture.channels();
    int at = 0;
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int from = source(x, y, w, h) * channels;
        for (int c = 0; c < channels; c++) {
          out.pixels()[at++] = picture.pixels()[from + c];
        }
      }
    }
    return out;
  }

  /** The pixel of a w x h picture that comes to (x, y) of the upright one. */
  private int source(int x, int y, int w, int h) {
    return switch (this) {
      case UPRIGHT -> y * w + x;
      case MIRRORED -> y * w + w - 1 - x;
      case HALF_TURN -> (h - 1 - y) * w + w - 1 - x;
      case UPSIDE_DOWN -> (h - 1 - y) * w + x;
      case TRANSPOSED -> x * w + y;
      case CLOCKWISE -> (h - 1 - x) * w + y;
      case TRANSVERSE -> (h - 1 - x) * w + w - 1 - y;
      case COUNTER_CLOCKWISE -> x * w + w - 1 - y;
    };
  }
}
