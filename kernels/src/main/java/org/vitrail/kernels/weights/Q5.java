package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.half;
import static org.vitrail.kernels.weights.BlockLayout.inverse;
import static org.vitrail.kernels.weights.BlockLayout.nibble;
import static org.vitrail.kernels.weights.BlockLayout.setHalf;
import static org.vitrail.kernels.weights.BlockLayout.setOctet;

import java.lang.foreign.MemorySegment;

/**
 * 32 elements of 5 bits: four as in {@link Q4}, and the fifth of element j in bit j of {@code h}.
 *
 * <pre>
 * Q5_0   d:F16          h:32 bits   q[16]     x = (q − 16)·d
 * Q5_1   d:F16  m:F16   h:32 bits   q[16]     x = q·d + m
 * </pre>
 */
enum Q5 implements BlockLayout {
  Q5_0 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      float d = half(from, at);
      for (int j = 0; j < 32; j++) to[toAt + j] = (fifth(from, at + 2, j) - 16) * d;
    }

    @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
      float d = BlockLayout.extreme(from, fromAt, 32) / -16;
      double scale = inverse(d);
      setHalf(to, at, d);
      var q = new int[32];
      for (int j = 0; j < 32; j++) q[j] = Math.min(31, (int) (float) (from[fromAt + j] * scale + 16.5));
      pack(q, to, at + 2);
    }
  },

  Q5_1 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      float d = half(from, at);
      float m = half(from, at + 2);
      for (int j = 0; j < 32; j++) to[toAt + j] = fifth(from, at + 4, j) * d + m;
    }

    @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
      var range = Range.of(from, fromAt, 32);
      float d = range.width() / 31;
      float scale = inverse(d);
      setHalf(to, at, d);
      setHalf(to, at + 2, range.min());
      var q = new int[32];
      for (int j = 0; j < 32; j++) q[j] = Math.min(31, (int) ((from[fromAt + j] - range.min()) * scale + 0.5f));
      pack(q, to, at + 4);
    }
  };

  /** The five bits of element {@code j}, whose fifth bits begin at {@code at}. */
  private static int fifth(MemorySegment from, long at, int j) {
    return nibble(from, at + 4 + j % 16, j >= 16) | (from.get(INT, at) >>> j & 1) << 4;
  }

  private static void pack(int[] q, MemorySegment to, long at) {
    int fifths = 0;
    for (int j = 0; j < 32; j++) fifths |= q[j] >> 4 << j;
    to.set(INT, at, fifths);
    for (int j = 0; j < 16; j++) setOctet(to, at + 4 + j, q[j] & 15 | (q[j + 16] & 15) << 4);
  }
}
