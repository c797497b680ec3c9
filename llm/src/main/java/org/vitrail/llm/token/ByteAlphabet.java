package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;

/**
 * Bytes as printable characters (GPT-2, Radford et al. 2019): 33–126, 161–172 and 174–255 stand for themselves, the
 * other 68, in their order, are U+0100 and following.
 */
public final class ByteAlphabet {
  private static final char[] CHARS = new char[256];
  private static final short[] BYTES = new short[256 + 68];

  static {
    java.util.Arrays.fill(BYTES, (short) -1);
    int other = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
      CHARS[b] = (char) (printable ? b : other++);
      BYTES[CHARS[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** The character for a byte, given as 0 to 255. */
  static char character(int b) {
    return CHARS[b];
  }

  /** The UTF-8 bytes of a text as characters. */
  public static String write(byte[] bytes) {
    var text = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) text[i] = CHARS[bytes[i] & 0xFF];
    return new String(text);
  }

  /** The bytes that a token stands for; if it has a character that stands for none, its UTF-8. */
  static byte[] read(String token) {
    var bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = token.charAt(i);
      if (c >= BYTES.length || BYTES[c] < 0) return token.getBytes(StandardCharsets.UTF_8);
      bytes[i] = (byte) BYTES[c];
    }
    return bytes;
  }
}
