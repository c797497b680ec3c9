package org.vitrail.llm.generate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.llm.token.Tokenizer;

/** A token for each byte, then one for each of some texts. */
public final class Bytes implements Tokenizer {
  private final List<byte[]> tokens = new ArrayList<>();

  public Bytes(String... more) {
    for (int i = 0; i < 256; i++) tokens.add(new byte[] {(byte) i});
    for (var text : more) tokens.add(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override public int size() {
    return tokens.size();
  }

  @Override public int[] encode(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) ids[i] = bytes[i] & 0xFF;
    return ids;
  }

  @Override public String decode(int... ids) {
    var bytes = new java.io.ByteArrayOutputStream();
    for (int id : ids) bytes.writeBytes(bytes(id));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override public byte[] bytes(int id) {
    return tokens.get(id);
  }
}
