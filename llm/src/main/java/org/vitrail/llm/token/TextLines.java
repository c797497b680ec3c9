package org.vitrail.llm.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.tensor.io.FormatException;

/** The lines of a text file that is not too large for this heap. */
final class TextLines {
  private static final long LONGEST = Math.min(200_000_000, Runtime.getRuntime().maxMemory() / 16);

  private TextLines() {}

  static List<String> read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LONGEST) {
      throw new FormatException(file, "a text of " + size + " bytes is more than the " + LONGEST
          + " that this heap allows; give the JVM more memory (-Xmx) if it is meant to be that long");
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
      // Not String.lines, to which other characters than line feed end a line.
      var lines = List.of(text.split("\r?\n", -1));
      return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    } catch (CharacterCodingException e) {
      throw new FormatException(file, "expected UTF-8");
    }
  }
}
