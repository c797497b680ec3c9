package org.vitrail.vit.image;

import java.nio.file.Path;

/**
 * A picture in memory: unsigned bytes, row by row, the channels of each pixel side by side.
 *
 * @param channels 1 grey, 3 red, green and blue, 4 with alpha
 * @param pixels {@code height·width·channels} bytes; not copied
 */
public record Picture(int width, int height, int channels, byte[] pixels) {

  public Picture {
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new IllegalArgumentException("picture: " + channels + " channels; a picture has 1, 3 or 4");
    }
    if (width < 1 || height < 1 || (long) width * height * channels != pixels.length) {
      throw new IllegalArgumentException("picture: " + pixels.length + " bytes do not make "
          + width + "x" + height + " pixels of " + channels + " channels");
    }
  }

  /** A black picture. */
  static Picture blank(int width, int height, int channels) {
    if (width < 1 || height < 1 || (long) width * height > PictureFile.LIMIT) {
      throw new IllegalArgumentException("picture: " + width + "x" + height + " pixels are asked for; from 1 to "
          + PictureFile.LIMIT / 1_000_000 + " million can be made");
    }
    return new Picture(width, height, channels, new byte[width * height * channels]);
  }

  /**
   * Reads a PNG or JPEG file, upright: the EXIF orientation is applied.
   *
   * @throws PictureException when it is none, is damaged, or is larger than {@link PictureFile#LIMIT}
   */
  public static Picture read(Path file) {
    return PictureFile.read(file);
  }

  /** Reads the bytes of a PNG or JPEG file; {@code name} is what errors call it. */
  public static Picture read(String name, byte[] file) {
    return PictureFile.read(name, file);
  }

  /** In three channels: grey is repeated, alpha is dropped, not blended, as {@code convert('RGB')} does it. */
  public Picture rgb() {
    if (channels == 3) {
      return this;
    }
    var out = blank(width, height, 3);
    byte[] to = out.pixels;
    int green = channels == 1 ? 0 : 1;
    int blue = channels == 1 ? 0 : 2;
    for (int i = 0, o = 0; o < to.length; i += channels, o += 3) {
      to[o] = pixels[i];
      to[o + 1] = pixels[i + green];
      to[o + 2] = pixels[i + blue];
    }
    return out;
  }

  /** In three channels, blended with white where there is alpha: {@code (1 - a)·255 + a·x}, truncated. */
  public Picture onWhite() {
    if (channels != 4) {
      return rgb();
    }
    var out = blank(width, height, 3);
    for (int i = 0, o = 0; i < pixels.length; i += 4) {
      double a = (pixels[i + 3] & 0xFF) / 255.0;
      for (int c = 0; c < 3; c++) {
        out.pixels[o++] = (byte) ((1 - a) * 255 + a * (pixels[i + c] & 0xFF));
      }
    }
    return out;
  }

  /** Resized, antialiased, with the bytes of Pillow's {@code Image.resize}. */
  public Picture resize(int newWidth, int newHeight, Filter filter) {
    return Resize.PILLOW.apply(this, newWidth, newHeight, filter);
  }

  /** The part of the given size whose top left corner is at (left, top); what lies outside the picture is black. */
  public Picture crop(int left, int top, int newWidth, int newHeight) {
    var out = blank(newWidth, newHeight, channels);
    int from = Math.max(0, -left);
    int to = Math.min(newWidth, width - left);
    for (int y = Math.max(0, -top); y < Math.min(newHeight, height - top) && from < to; y++) {
      System.arraycopy(pixels, offset(left + from, top + y), out.pixels, out.offset(from, y), (to - from) * channels);
    }
    return out;
  }

  /** The middle of this picture, scaled to a square of {@code side} pixels. */
  public Picture square(int side) {
    double scale = (double) side / Math.min(width, height);
    int newWidth = Math.max(side, (int) Math.round(width * scale));
    int newHeight = Math.max(side, (int) Math.round(height * scale));
    return resize(newWidth, newHeight, Filter.BILINEAR)
        .crop((newWidth - side) / 2, (newHeight - side) / 2, side, side);
  }

  /** Mirrored left to right. */
  public Picture flip() {
    return Orientation.MIRRORED.apply(this);
  }

  /** This picture as a PNG file. */
  public byte[] png() {
    return Png.encode(this);
  }

  /** One channel of the pixel in column x of row y, 0 to 255. */
  int level(int x, int y, int channel) {
    return pixels[offset(x, y) + channel] & 0xFF;
  }

  private int offset(int x, int y) {
    return (y * width + x) * channels;
  }
}
