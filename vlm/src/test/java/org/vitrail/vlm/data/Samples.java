package org.vitrail.vlm.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.image.Picture;

/** Files of a user for tests. */
final class Samples {
  private Samples() {}

  /** A PNG of one colour, told by {@code level}. */
  static byte[] png(int level) {
    var pixels = new byte[6 * 4 * 3];
    Arrays.fill(pixels, (byte) level);
    return new Picture(6, 4, 3, pixels).png();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  static void write(Path file, String content) throws IOException {
    write(file, utf8(content));
  }

  /** Level and captions of each picture, {@code "7 one|two"}. */
  static List<String> told(Dataset<Captioned> items) {
    return IntStream.range(0, items.size()).mapToObj(items::get)
        .map(item -> (item.picture().pixels()[0] & 0xFF) + " " + String.join("|", item.captions())).toList();
  }

  /** A tar file, member by member: GNU's long names where a name does not fit. */
  static final class TarWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarWriter add(String name, byte[] content) {
      return utf8(name).length <= 100 ? member(name, '0', content)
          : member("././@LongLink", 'L', utf8(name + "\0")).member(name.substring(0, 99), '0', content);
    }

    TarWriter member(String name, char type, byte[] content) {
      var header = new byte[512];
      put(header, 0, name);
      put(header, 100, "0000644\0");
      put(header, 124, "%011o\0".formatted(content.length));
      put(header, 148, "        ");
      header[156] = (byte) type;
      put(header, 257, "ustar\00000");
      int sum = 0;
      for (byte b : header) sum += b & 0xFF;
      put(header, 148, "%06o\0 ".formatted(sum));
      out.writeBytes(header);
      out.writeBytes(content);
      out.writeBytes(new byte[Math.floorMod(-content.length, 512)]);
      return this;
    }

    private static void put(byte[] header, int at, String text) {
      var bytes = utf8(text);
      System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    /** With the two empty blocks at the end. */
    byte[] end() {
      out.writeBytes(new byte[1024]);
      return out.toByteArray();
    }
  }
}
