package org.vitrail.vlm.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrail.tensor.io.FormatException;

/** Texts in files. */
final class Utf8File {
  /** A text on one picture is not longer. */
  static final int CAPTION = 1 << 20;
  /** A text on many pictures is not longer. */
  static final long LISTING = Math.min(1L << 29, Runtime.getRuntime().maxMemory() / 16);

  private Utf8File() {}

  /** The whole text, of at most {@code longest} bytes, without a byte order mark. */
  static String read(Path file, long longest) throws IOException {
    long size = Files.size(file);
    if (size > longest) {
      throw new FormatException(file, "is a text of " + size + " bytes, at most " + longest + " are read; split it");
    }
    return text(file, "text", ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  /** The text of {@code utf8}, which is the place of that name in the file. */
  static String text(Path file, String place, ByteBuffer utf8) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new FormatException(file, place + ", byte " + utf8.position(),
          "is not UTF-8; convert it, for example with iconv");
    }
  }
}
