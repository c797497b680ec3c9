package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.half;
import static org.vitrail.kernels.weights.BlockLayout.nibble;
import static org.vitrail.kernels.weights.BlockLayout.octet;

import java.lang.foreign.MemorySegment;

/**
 * Elements of 4 bits that number values which are not evenly spaced. Halves of bytes as in {@link Q4}: the low ones are
 * the first 16 of 32 elements.
 *
 * <pre>
 * IQ4_NL   d:F16                             q[16]      x = d·LEVELS[q]
 * IQ4_XS   d:F16   h:16 bits   s[4]          q[128]     x = d·(scale − 32)·LEVELS[q]
 * MXFP4    e: exponent, 8 bits               q[16]      x = 2^(e−128)·E2M1[q]      (OCP Microscaling v1.0)
 *
 * Scale i of IQ4_XS, of 32 elements: four bits are half i % 2 of byte s[i / 2], two are bits 2i and 2i + 1 of h.
 * </pre>
 */
enum Codebook implements BlockLayout {
  IQ4_NL {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      look(LEVELS, half(from, at), from, at + 2, to, toAt);
    }
  },

  IQ4_XS {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      float d = half(from, at);
      int upper = from.get(SHORT, at + 2);
      for (int i = 0; i < 8; i++) {
        int scale = nibble(from, at + 4 + i / 2, i % 2 == 1) | (upper >> 2 * i & 3) << 4;
        look(LEVELS, d * (scale - 32), from, at + 8 + 16 * i, to, toAt + 32 * i);
      }
    }
  },

  MXFP4 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      look(E2M1, Math.scalb(1f, octet(from, at) - 128), from, at + 1, to, toAt);
    }
  };

  /** Values that weights of a normal distribution are near to. */
  private static final int[] LEVELS = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

  /** Twice the floats with a sign, two bits of exponent and one of fraction. */
  private static final int[] E2M1 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

  private static void look(int[] values, float scale, MemorySegment from, long at, float[] to, int toAt) {
    for (int j = 0; j < 16; j++) {
      to[toAt + j] = scale * values[nibble(from, at + j, false)];
      to[toAt + j + 16] = scale * values[nibble(from, at + j, true)];
    }
  }
}
