package org.vitrail.kernels.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * 32 elements of 8 bits.
 *
 * <pre>
 * Q8_0   d:F16   q[32], signed     x = q·d     d is such that the greatest magnitude becomes ±127
 * </pre>
 */
enum Q8 implements BlockLayout {
  Q8_0;

  @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
    float d = BlockLayout.half(from, at);
    for (int j = 0; j < 32; j++) to[toAt + j] = from.get(ValueLayout.JAVA_BYTE, at + 2 + j) * d;
  }

  @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
    float d = Math.abs(BlockLayout.extreme(from, fromAt, 32)) / 127;
    float scale = BlockLayout.inverse(d);
    BlockLayout.setHalf(to, at, d);
    for (int j = 0; j < 32; j++) BlockLayout.setOctet(to, at + 2 + j, roundAway(from[fromAt + j] * scale));
  }

  /** The nearest integer, halves away from zero, as C's {@code roundf}. */
  private static int roundAway(float x) {
    int floor = (int) Math.abs(x);
    int magnitude = Math.abs(x) - floor >= 0.5f ? floor + 1 : floor;
    return x < 0 ? -magnitude : magnitude;
  }
}
