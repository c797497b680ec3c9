package org.vitrail.vit.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The pixels of a PNG, of all colour types, depths and interlace methods. Samples become bytes as in Pillow: 16-bit
 * colour keeps its high byte, 16-bit grey without alpha is cut off at 255.
 */
final class PngPixels {
  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGB_ALPHA = 6;

  /** Adam7: first column, first row, column step and row step of each pass. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  private static final int[][] WHOLE = {{0, 0, 1, 1}};

  private final int depth;
  private final int type;
  private final Header header;
  private final byte[] palette;
  private final byte[] transparent;
  private final Picture picture;

  /** Size, bits a sample, colour type. */
  record Header(int width, int height, int depth, int type, boolean interlaced) {
    boolean exists() {
      return switch (type) {
        case GREY -> depth > 0 && Integer.bitCount(depth) == 1 && depth <= 16;
        case PALETTE -> depth > 0 && Integer.bitCount(depth) == 1 && depth <= 8;
        case RGB, GREY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
        default -> false;
      };
    }

    /** Bits a pixel. */
    int bits() {
      return depth * switch (type) {
        case RGB -> 3;
        case GREY_ALPHA -> 2;
        case RGB_ALPHA -> 4;
        default -> 1;
      };
    }

    /** Bytes of a row of so many pixels. */
    long stride(int columns) {
      return ((long) columns * bits() + 7) / 8;
    }
  }

  PngPixels(Header header, byte[] palette, byte[] transparent) {
    this.header = header;
    this.depth = header.depth;
    this.type = header.type;
    this.palette = palette;
    this.transparent = transparent;
    boolean alpha = type == GREY_ALPHA || type == RGB_ALPHA || transparent.length > 0;
    this.picture = Picture.blank(header.width, header.height, alpha ? 4 : type == GREY ? 1 : 3);
  }

  Picture read(InputStream in) throws IOException {
    for (int[] pass : header.interlaced ? PASSES : WHOLE) {
      readPass(in, pass[0], pass[1], pass[2], pass[3]);
    }
    return picture;
  }

  /** One pass of rows, each a filter byte and packed samples. */
  private void readPass(InputStream in, int left, int top, int across, int down) throws IOException {
    int columns = (header.width - left + across - 1) / across;
    if (columns == 0) {
      return;
    }
    int step = Math.max(1, header.bits() / 8);
    byte[] row = new byte[Math.toIntExact(header.stride(columns))];
    byte[] above = new byte[row.length];
    for (int y = top; y < header.height; y += down) {
      int filter = in.read();
      if (filter < 0 || in.readNBytes(row, 0, row.length) < row.length) {
        throw new EOFException();
      }
      unfilter(filter, row, above, step);
      expand(row, columns, (y * header.width + left) * picture.channels(), across * picture.channels());
      byte[] next = above;
      above = row;
      row = next;
    }
  }

  /** Adds to each byte what the filter predicts from the bytes to the left, above, and left above. */
  private static void unfilter(int filter, byte[] row, byte[] above, int step) throws IOException {
    switch (filter) {
      case 0 -> { }
      case 1 -> {
        for (int i = step; i < row.length; i++) {
          row[i] += row[i - step];
        }
      }
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 0xFF;
          row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
        }
      }
      case 4 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 0xFF;
          int corner = i < step ? 0 : above[i - step] & 0xFF;
          row[i] += (byte) paeth(left, above[i] & 0xFF, corner);
        }
      }
      default -> throw new IOException("row filter " + filter + " does not exist");
    }
  }

  private static int paeth(int left, int above, int corner) {
    int guess = left + above - corner;
    int a = Math.abs(guess - left);
    int b = Math.abs(guess - above);
    int c = Math.abs(guess - corner);
    return a <= b && a <= c ? left : b <= c ? above : corner;
  }

  /** Writes the pixels of one row, {@code step} bytes apart from each other. */
  private void expand(byte[] row, int columns, int at, int step) {
    byte[] out = picture.pixels();
    int wide = depth == 16 ? 2 : 1;
    for (int x = 0; x < columns; x++, at += step) {
      switch (type) {
        case GREY -> {
          int sample = sample(row, x);
          byte grey = (byte) (depth < 8 ? sample * 255 / ((1 << depth) - 1) : Math.min(sample, 255));
          Arrays.fill(out, at, at + Math.min(3, picture.channels()), grey);
          if (picture.channels() == 4) {
            out[at + 3] = (byte) (sample == key(0) ? 0 : 255);
          }
        }
        case PALETTE -> {
          int index = sample(row, x);
          for (int c = 0; c < 3; c++) {
            out[at + c] = 3 * index + c < palette.length ? palette[3 * index + c] : 0;
          }
          if (picture.channels() == 4) {
            out[at + 3] = index < transparent.length ? transparent[index] : (byte) 255;
          }
        }
        case RGB -> {
          for (int c = 0; c < 3; c++) {
            out[at + c] = row[(3 * x + c) * wide];
          }
          if (picture.channels() == 4) {
            boolean hit = sample(row, 3 * x) == key(0) && sample(row, 3 * x + 1) == key(1)
                && sample(row, 3 * x + 2) == key(2);
            out[at + 3] = (byte) (hit ? 0 : 255);
          }
        }
        case GREY_ALPHA -> {
          Arrays.fill(out, at, at + 3, row[2 * x * wide]);
          out[at + 3] = row[(2 * x + 1) * wide];
        }
        default -> {
          for (int c = 0; c < 4; c++) {
            out[at + c] = row[(4 * x + c) * wide];
          }
        }
      }
    }
  }

  /** Sample {@code i} of a row, unscaled. */
  private int sample(byte[] row, int i) {
    if (depth == 16) {
      return (row[2 * i] & 0xFF) << 8 | row[2 * i + 1] & 0xFF;
    }
    int bit = i * depth;
    return row[bit >> 3] >> (8 - depth - (bit & 7)) & (1 << depth) - 1;
  }

  /** Sample {@code c} of the colour that counts as transparent, -1 when the chunk is too short. */
  private int key(int c) {
    return 2 * c + 1 < transparent.length ? (transparent[2 * c] & 0xFF) << 8 | transparent[2 * c + 1] & 0xFF : -1;
  }
}
