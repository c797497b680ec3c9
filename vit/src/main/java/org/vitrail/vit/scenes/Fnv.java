package org.vitrail.vit.scenes;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Running FNV-1a, 64 bits: {@code h ^= b; h *= prime} for each byte (Fowler, Noll, Vo). */
public final class Fnv {
  private static final long OFFSET = 0xCBF29CE484222325L;
  private static final long PRIME = 0x100000001B3L;

  private long hash = OFFSET;

  /** The hash of one byte string. */
  public static long of(byte... bytes) {
    return new Fnv().add(bytes).value();
  }

  /** The hash of a text in UTF-8. */
  public static long of(String text) {
    return of(text.getBytes(UTF_8));
  }

  public Fnv add(byte... bytes) {
    long h = hash;
    for (byte b : bytes) {
      h = (h ^ (b & 0xFF)) * PRIME;
    }
    hash = h;
    return this;
  }

  public Fnv add(String text) {
    return add(text.getBytes(UTF_8));
  }

  public long value() {
    return hash;
  }
}
