package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.half;
import static org.vitrail.kernels.weights.BlockLayout.nibble;
import static org.vitrail.kernels.weights.BlockLayout.octet;

import java.lang.foreign.MemorySegment;

/**
 * 256 elements of 3 bits in groups of 16, each with a scale of 6 bits.
 *
 * <pre>
 * Q3_K   h[32]   q[64]   s[12]   d:F16     x = (q − 4)·(d·(scale − 32))
 *
 * Elements 128g + 32k + l, l &lt; 32: two bits as in Q2_K, the third is bit 4g + k of byte h[l].
 * Scale i: four bits are half i / 8 of byte s[i % 8], two are bits 2(i / 4) and the next of byte s[8 + i % 4].
 * </pre>
 */
enum Q3K implements BlockLayout {
  Q3_K;

  @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
    float d = half(from, at + 108);
    for (int i = 0; i < 256; i++) {
      int low = octet(from, at + 32 + i / 128 * 32 + i % 32) >> i / 32 % 4 * 2 & 3;
      int high = octet(from, at + i % 32) >> i / 32 & 1;
      to[toAt + i] = d * (scale(from, at + 96, i / 16) - 32) * ((low | high << 2) - 4);
    }
  }

  private static int scale(MemorySegment from, long at, int i) {
    return nibble(from, at + i % 8, i >= 8) | (octet(from, at + 8 + i % 4) >> i / 4 * 2 & 3) << 4;
  }
}
