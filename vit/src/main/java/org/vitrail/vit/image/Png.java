package org.vitrail.vit.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The chunks of a PNG (ISO/IEC 15948); {@link PngPixels} makes the picture of them. Of an animation the first picture
 * is read. Text and profiles are skipped unread, so that they cannot do harm.
 */
final class Png {
  /** Deflate never shrinks data by more. */
  private static final int MOST_DEFLATED = 1032;

  static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final String name;
  private final ByteBuffer file;
  private final List<InputStream> data = new ArrayList<>();
  private long dataLength;
  private PngPixels.Header header;
  private byte[] palette = {};
  private byte[] transparent = {};
  private Orientation orientation = Orientation.UPRIGHT;

  Png(String name, byte[] file) {
    this.name = name;
    this.file = ByteBuffer.wrap(file);
  }

  Picture decode() {
    readChunks();
    if (header.height() * (header.stride(header.width()) + 1) > dataLength * MOST_DEFLATED) {
      throw damaged("ends early");
    }
    if (header.type() == PngPixels.PALETTE && palette.length == 0) {
      throw damaged("its palette is missing");
    }
    try (var in = new InflaterInputStream(new SequenceInputStream(Collections.enumeration(data)))) {
      return orientation.apply(new PngPixels(header, palette, transparent).read(in));
    } catch (EOFException e) {
      throw damaged("ends early");
    } catch (IOException e) {
      throw damaged("its pixel data is wrong (" + e.getMessage() + ")");
    }
  }

  private void readChunks() {
    file.position(SIGNATURE.length);
    while (file.remaining() >= 12) {
      int length = file.getInt();
      if (length < 0 || length > file.remaining() - 8) {
        break;
      }
      int start = file.position();
      int kind = file.getInt();
      var chunk = file.slice(start + 4, length);
      file.position(start + 4 + length);
      boolean sound = file.getInt() == checksum(file.array(), start, 4 + length);
      if (!sound && (dataLength == 0 || kind == tag("IDAT"))) {
        throw damaged("a checksum is wrong");
      }
      readChunk(kind, chunk);
    }
    if (dataLength == 0) {
      throw damaged("ends before its pixel data");
    }
  }

  private void readChunk(int kind, ByteBuffer chunk) {
    if (header == null && kind != tag("IHDR")) {
      throw damaged("its header is missing");
    } else if (kind == tag("IHDR")) {
      header = header(chunk);
    } else if (kind == tag("PLTE")) {
      palette = bytes(chunk);
    } else if (kind == tag("tRNS")) {
      transparent = bytes(chunk);
    } else if (kind == tag("IDAT")) {
      data.add(new ByteArrayInputStream(file.array(), chunk.arrayOffset(), chunk.remaining()));
      dataLength += chunk.remaining();
    } else if (kind == tag("eXIf")) {
      orientation = Orientation.of(chunk);
    }
  }

  private PngPixels.Header header(ByteBuffer chunk) {
    if (chunk.remaining() < 13 || header != null) {
      throw damaged("its header is wrong");
    }
    PictureFile.checkSize(name, Integer.toUnsignedLong(chunk.getInt(0)), Integer.toUnsignedLong(chunk.getInt(4)));
    int interlace = chunk.get(12) & 0xFF;
    var read = new PngPixels.Header(
        chunk.getInt(0), chunk.getInt(4), chunk.get(8) & 0xFF, chunk.get(9) & 0xFF, interlace == 1);
    if (!read.exists() || interlace > 1) {
      throw damaged("colour type " + read.type() + " with " + read.depth() + " bits and interlace method " + interlace
          + " does not exist");
    }
    return read;
  }

  /** A file with the picture in rows without filters. */
  static byte[] encode(Picture picture) {
    int stride = picture.width() * picture.channels();
    var data = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(data)) {
      for (int y = 0; y < picture.height(); y++) {
        out.write(0);
        out.write(picture.pixels(), y * stride, stride);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var file = ByteBuffer.allocate(data.size() + 57).put(SIGNATURE);
    int type = picture.channels() == 1 ? PngPixels.GREY : picture.channels() == 3 ? PngPixels.RGB : PngPixels.RGB_ALPHA;
    var header = ByteBuffer.allocate(13)
        .putInt(picture.width()).putInt(picture.height()).put((byte) 8).put((byte) type);
    putChunk(file, "IHDR", header.array());
    putChunk(file, "IDAT", data.toByteArray());
    putChunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static void putChunk(ByteBuffer file, String letters, byte[] chunk) {
    int start = file.putInt(chunk.length).position();
    file.putInt(tag(letters)).put(chunk).putInt(checksum(file.array(), start, 4 + chunk.length));
  }

  private static int checksum(byte[] bytes, int start, int length) {
    var crc = new CRC32();
    crc.update(bytes, start, length);
    return (int) crc.getValue();
  }

  private static byte[] bytes(ByteBuffer chunk) {
    byte[] out = new byte[chunk.remaining()];
    chunk.get(out);
    return out;
  }

  private static int tag(String letters) {
    return letters.charAt(0) << 24 | letters.charAt(1) << 16 | letters.charAt(2) << 8 | letters.charAt(3);
  }

  private PictureException damaged(String what) {
    return new PictureException(name + ": is a damaged PNG, " + what + "; get the file again");
  }
}
