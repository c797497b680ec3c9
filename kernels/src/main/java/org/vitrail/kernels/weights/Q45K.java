package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.half;
import static org.vitrail.kernels.weights.BlockLayout.nibble;
import static org.vitrail.kernels.weights.BlockLayout.octet;

import java.lang.foreign.MemorySegment;

/**
 * 256 elements of 4 or 5 bits in groups of 32, each with a scale and a minimum of 6 bits.
 *
 * <pre>
 * Q4_K   d:F16   e:F16   s[12]           q[128]     x = q·(d·scale) − e·minimum
 * Q5_K   d:F16   e:F16   s[12]   h[32]   q[128]
 *
 * Elements 64k + l, l &lt; 32, are the low halves of bytes q[32k + l], elements 64k + 32 + l the high ones.
 * The fifth bit of element 32g + l is bit g of byte h[l].
 *
 * s[0…3]    scale 0…3 in the low six bits, the upper two of scale 4…7 above them
 * s[4…7]    minimum 0…3 likewise, the upper two of minimum 4…7 above them
 * s[8…11]   the lower four bits of scale 4…7, and of minimum 4…7 above them
 * </pre>
 */
enum Q45K implements BlockLayout {
  Q4_K {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      for (int group = 0; group < 8; group++) {
        float scale = half(from, at) * scale(from, at + 4, group);
        float minimum = half(from, at + 2) * minimum(from, at + 4, group);
        for (int l = 0; l < 32; l++) {
          int q = nibble(from, at + 16 + group / 2 * 32 + l, group % 2 == 1);
          to[toAt + group * 32 + l] = scale * q - minimum;
        }
      }
    }
  },

  Q5_K {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      for (int group = 0; group < 8; group++) {
        float scale = half(from, at) * scale(from, at + 4, group);
        float minimum = half(from, at + 2) * minimum(from, at + 4, group);
        for (int l = 0; l < 32; l++) {
          int q = nibble(from, at + 48 + group / 2 * 32 + l, group % 2 == 1);
          int fifth = octet(from, at + 16 + l) >> group & 1;
          to[toAt + group * 32 + l] = scale * (q | fifth << 4) - minimum;
        }
      }
    }
  };

  /** Scale {@code group} of those packed at {@code at}. */
  static int scale(MemorySegment from, long at, int group) {
    return group < 4 ? octet(from, at + group) & 63
        : nibble(from, at + 4 + group, false) | octet(from, at + group - 4) >> 6 << 4;
  }

  /** Minimum {@code group} of those packed at {@code at}. */
  static int minimum(MemorySegment from, long at, int group) {
    return group < 4 ? octet(from, at + 4 + group) & 63
        : nibble(from, at + 4 + group, true) | octet(from, at + group) >> 6 << 4;
  }
}
