package org.vitrail.cli.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that a user gives. */
public final class Utf8 {
  private Utf8() {}

  public static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) throw new UserError(file + " is a folder; name a text file");
    return text(Files.readAllBytes(file), file.toString());
  }

  /** @param where these bytes come from */
  public static String text(byte[] bytes, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UserError(where + " is not UTF-8; convert it first, for example with iconv");
    }
  }
}
