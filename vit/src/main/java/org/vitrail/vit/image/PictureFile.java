package org.vitrail.vit.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Finds out what a file is and hands it to its decoder. A size is checked before anything of it is allocated. */
public final class PictureFile {
  /** The most pixels a picture may have: 90 million as in Pillow, fewer where the heap is small. */
  public static final long LIMIT = Math.min(89_478_485, Runtime.getRuntime().maxMemory() / 16);

  private static final int MOST_SIDE = 1 << 20;
  private static final long MOST_BYTES = Math.min(1L << 29, Runtime.getRuntime().maxMemory() / 8);

  private PictureFile() {}

  static Picture read(Path file) {
    var name = file.toString();
    try {
      if (!Files.isRegularFile(file)) {
        throw new PictureException(name + ": no such file; give the path of a PNG or JPEG picture");
      }
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new PictureException(
            name + ": " + (size >> 20) + " MB are too many for a picture; scale it down or raise -Xmx");
      }
      return read(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new PictureException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static Picture read(String name, byte[] file) {
    if (starts(file, Png.SIGNATURE)) {
      return new Png(name, file).decode();
    }
    if (starts(file, (byte) 0xFF, (byte) 0xD8, (byte) 0xFF)) {
      return new Jpeg(name, file).decode();
    }
    throw new PictureException(name + ": " + kind(file) + "; PNG and JPEG are read, convert it to one of them");
  }

  /** Fails when a header declares more pixels than fit, or none at all. */
  static void checkSize(String name, long width, long height) {
    if (width < 1 || height < 1) {
      throw new PictureException(name + ": declares " + width + "x" + height + " pixels; it holds no picture");
    }
    if (width > MOST_SIDE || height > MOST_SIDE || width * height > LIMIT) {
      throw new PictureException(name + ": declares " + width + "x" + height + " pixels, more than the "
          + LIMIT / 1_000_000 + " million, or " + MOST_SIDE + " a side, that are read; scale it down or raise -Xmx");
    }
  }

  private static String kind(byte[] file) {
    if (file.length == 0) {
      return "is an empty file";
    }
    var start = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1);
    return switch (start) {
      case "GIF8" -> "is a GIF";
      case "RIFF" -> "is a WebP or another RIFF file";
      case "II*\0", "MM\0*" -> "is a TIFF";
      default -> start.startsWith("BM") ? "is a BMP" : "is no picture";
    };
  }

  private static boolean starts(byte[] file, byte... magic) {
    return file.length >= magic.length && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }
}
