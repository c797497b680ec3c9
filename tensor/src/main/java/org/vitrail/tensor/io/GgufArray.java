package org.vitrail.tensor.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * An array of a GGUF file's metadata, as compact as in the file: an element becomes an object when it is asked for. A
 * vocabulary of 256,000 tokens takes three megabytes.
 */
public final class GgufArray extends AbstractList<Object> implements RandomAccess {
  private final GgufKind kind;
  private final MemorySegment raw;
  private final int size;
  private final int[] starts;

  /**
   * @param raw the elements as in a file
   * @param starts where each element begins; null where all have the same length
   */
  GgufArray(GgufKind kind, MemorySegment raw, int size, int[] starts) {
    this.kind = kind;
    this.raw = raw;
    this.size = size;
    this.starts = starts;
  }

  /** The type of the elements. */
  public GgufKind kind() {
    return kind;
  }

  @Override public int size() {
    return size;
  }

  /** Element {@code i}: a {@code Long}, {@code Float}, {@code Double}, {@code Boolean}, {@code String} or an array. */
  @Override public Object get(int i) {
    return GgufValues.read(kind, raw, start(i));
  }

  /** Text {@code i} as its bytes, which may be no UTF-8. */
  public byte[] bytes(int i) {
    if (kind != GgufKind.TEXT) throw new IllegalStateException("an array of " + kind + " holds no texts");
    long at = start(i);
    return raw.asSlice(at + 8, raw.get(GgufValues.LONG, at)).toArray(ValueLayout.JAVA_BYTE);
  }

  private long start(int i) {
    if (i < 0 || i >= size) throw new IndexOutOfBoundsException(i);
    return starts == null ? (long) i * kind.bytes() : starts[i];
  }

  MemorySegment raw() {
    return raw;
  }
}
