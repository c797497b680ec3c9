package org.vitrail.kernels.weights;

import java.lang.foreign.MemorySegment;

/**
 * Elements without a scale, each a block of its own.
 *
 * <pre>
 *        sign  exponent  fraction
 * F32       1         8        23
 * F16       1         5        10     IEEE 754 binary16
 * BF16      1         8         7     the upper half of an F32
 * </pre>
 */
enum Plain implements BlockLayout {
  F32 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      to[toAt] = Float.intBitsToFloat(from.get(INT, at));
    }

    @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
      to.set(INT, at, Float.floatToRawIntBits(from[fromAt]));
    }
  },

  F16 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      to[toAt] = BlockLayout.half(from, at);
    }

    @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
      BlockLayout.setHalf(to, at, from[fromAt]);
    }
  },

  BF16 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      to[toAt] = Float.intBitsToFloat(from.get(SHORT, at) << 16);
    }

    /** The nearest, ties to even; what is not a number stays none. */
    @Override public void encode(float[] from, int fromAt, MemorySegment to, long at) {
      int bits = Float.floatToRawIntBits(from[fromAt]);
      int rounded = Float.isNaN(from[fromAt]) ? bits | 0x40_0000 : bits + 0x7fff + (bits >> 16 & 1);
      to.set(SHORT, at, (short) (rounded >> 16));
    }
  }
}
