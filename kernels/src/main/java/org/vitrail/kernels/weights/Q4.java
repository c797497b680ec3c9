package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.half;
import static org.vitrail.kernels.weights.BlockLayout.inverse;
import static org.vitrail.kernels.weights.BlockLayout.nibble;
import static org.vitrail.kernels.weights.BlockLayout.setHalf;
import static org.vitrail.kernels.weights.BlockLayout.setOctet;

import java.lang.foreign.MemorySegment;

/**
 * 32 elements of 4 bits. Byte j holds element j in its low and element j + 16 in its high half.
 *
 * <pre>
 * Q4_0   d:F16          q[16]     x = (q − 8)·d     d is such that the greatest magnitude becomes q = 0
 * Q4_1   d:F16  m:F16   q[16]     x = q·d + m       m is the least element
 * </pre>
 */
enum Q4 implements BlockLayout {
  Q4_0 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      float d = half(from, at);
      for (int j = 0; j < 16; j++) {
        to[toAt + j] = (nibble(from, at + 2 + j, false) - 8) * d;
        to[toAt + j + 16] = (nibble(from, at + 2 + j, true) - 8) * d;
      }
    }

    @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
      float d = BlockLayout.extreme(from, fromAt, 32) / -8;
      double scale = inverse(d);
      setHalf(to, at, d);
      for (int j = 0; j < 16; j++) {
        int low = (int) (float) (from[fromAt + j] * scale + 8.5);
        int high = (int) (float) (from[fromAt + j + 16] * scale + 8.5);
        setOctet(to, at + 2 + j, Math.min(15, low) | Math.min(15, high) << 4);
      }
    }
  },

  Q4_1 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      float d = half(from, at);
      float m = half(from, at + 2);
      for (int j = 0; j < 16; j++) {
        to[toAt + j] = nibble(from, at + 4 + j, false) * d + m;
        to[toAt + j + 16] = nibble(from, at + 4 + j, true) * d + m;
      }
    }

    @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
      var range = Range.of(from, fromAt, 32);
      float d = range.width() / 15;
      float scale = inverse(d);
      setHalf(to, at, d);
      setHalf(to, at + 2, range.min());
      for (int j = 0; j < 16; j++) {
        int low = (int) ((from[fromAt + j] - range.min()) * scale + 0.5f);
        int high = (int) ((from[fromAt + j + 16] - range.min()) * scale + 0.5f);
        setOctet(to, at + 4 + j, Math.min(15, low) | Math.min(15, high) << 4);
      }
    }
  }
}
