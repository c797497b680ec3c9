package org.vitrail.tensor.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** How values lie in the metadata of a GGUF file; what is read here was checked before by {@link GgufHeader}. */
final class GgufValues {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private GgufValues() {}

  /** The value at {@code at}; integers are {@code Long}, and {@code BigInteger} beyond its range. */
  static Object read(GgufKind kind, MemorySegment memory, long at) {
    return switch (kind) {
      case U8 -> (long) (memory.get(ValueLayout.JAVA_BYTE, at) & 0xff);
      case I8 -> (long) memory.get(ValueLayout.JAVA_BYTE, at);
      case U16 -> (long) (memory.get(SHORT, at) & 0xffff);
      case I16 -> (long) memory.get(SHORT, at);
      case U32 -> Integer.toUnsignedLong(memory.get(INT, at));
      case I32 -> (long) memory.get(INT, at);
      case F32 -> Float.intBitsToFloat(memory.get(INT, at));
      case BOOL -> memory.get(ValueLayout.JAVA_BYTE, at) != 0;
      case TEXT -> text(memory, at);
      case ARRAY -> array(memory, at);
      case U64 -> unsigned(memory.get(LONG, at));
      case I64 -> memory.get(LONG, at);
      case F64 -> Double.longBitsToDouble(memory.get(LONG, at));
    };
  }

  private static Object unsigned(long value) {
    return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
  }

  static String text(MemorySegment memory, long at) {
    return new String(memory.asSlice(at + 8, memory.get(LONG, at)).toArray(ValueLayout.JAVA_BYTE),
        StandardCharsets.UTF_8);
  }

  /** The array whose type and length are at {@code at}, in memory of its own. */
  static GgufArray array(MemorySegment memory, long at) {
    var kind = GgufKind.of(memory.get(INT, at));
    int size = (int) memory.get(LONG, at + 4);
    long first = at + 12;
    int[] starts = kind.bytes() == 0 ? new int[size] : null;
    long end = first + (long) size * kind.bytes();
    for (int i = 0; starts != null && i < size; i++) {
      starts[i] = (int) (end - first);
      end = end(kind, memory, end);
    }
    var raw = MemorySegment.ofArray(memory.asSlice(first, end - first).toArray(ValueLayout.JAVA_BYTE));
    return new GgufArray(kind, raw, size, starts);
  }

  /** Where the value at {@code at} ends. */
  private static long end(GgufKind kind, MemorySegment memory, long at) {
    if (kind == GgufKind.TEXT) return at + 8 + memory.get(LONG, at);
    if (kind != GgufKind.ARRAY) return at + kind.bytes();
    var elements = GgufKind.of(memory.get(INT, at));
    long size = memory.get(LONG, at + 4);
    long end = at + 12 + (elements.bytes() == 0 ? 0 : size * elements.bytes());
    for (long i = 0; elements.bytes() == 0 && i < size; i++) end = end(elements, memory, end);
    return end;
  }
}
