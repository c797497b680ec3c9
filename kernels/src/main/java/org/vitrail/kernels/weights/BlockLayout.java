package org.vitrail.kernels.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How the bytes of one block stand for its elements: the specification of a format. All arithmetic is in single
 * precision in the order of ggml's reference, so results are equal to the bit. Files are little-endian.
 */
interface BlockLayout {
  ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Writes the elements of the block that begins at byte {@code at} to {@code to[toAt…]}. */
  void decode(MemorySegment from, long at, float[] to, int toAt);

  /** Writes the block that stands best for {@code from[fromAt…]} to byte {@code at}. */
  default void encode(float[] from, int fromAt, MemorySegment to, long at) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " is only read");
  }

  /** The byte at {@code at}, 0 to 255. */
  static int octet(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  /** The low four bits of the byte at {@code at}, or the high ones. */
  static int nibble(MemorySegment memory, long at, boolean high) {
    return high ? octet(memory, at) >> 4 : octet(memory, at) & 15;
  }

  /** The F16 at {@code at}. */
  static float half(MemorySegment memory, long at) {
    return Float.float16ToFloat(memory.get(SHORT, at));
  }

  static void setHalf(MemorySegment memory, long at, float value) {
    memory.set(SHORT, at, Float.floatToFloat16(value));
  }

  static void setOctet(MemorySegment memory, long at, int value) {
    memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
  }

  /** 1/d, and 0 for 0: a block of zeros has no scale. */
  static float inverse(float d) {
    return d == 0 ? 0 : 1 / d;
  }

  /** The element of {@code x[at…at+n)} with the greatest magnitude, the first of equals, with its sign. */
  static float extreme(float[] x, int at, int n) {
    float extreme = 0;
    for (int i = at; i < at + n; i++) {
      if (Math.abs(x[i]) > Math.abs(extreme)) extreme = x[i];
    }
    return extreme;
  }
}
