package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.half;
import static org.vitrail.kernels.weights.BlockLayout.nibble;
import static org.vitrail.kernels.weights.BlockLayout.octet;

import java.lang.foreign.MemorySegment;

/**
 * 256 elements of 2 bits in groups of 16, each with a scale and a minimum of 4 bits.
 *
 * <pre>
 * Q2_K   s[16]: scale in the low, minimum in the high half   q[64]   d:F16   e:F16     x = q·(d·scale) − e·minimum
 *
 * Elements 128h + 32k + l, l &lt; 32, are bits 2k and 2k + 1 of bytes q[32h + l].
 * </pre>
 */
enum Q2K implements BlockLayout {
  Q2_K;

  @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
    float d = half(from, at + 80);
    float e = half(from, at + 82);
    for (int i = 0; i < 256; i++) {
      float scale = d * nibble(from, at + i / 16, false);
      float minimum = e * nibble(from, at + i / 16, true);
      int q = octet(from, at + 16 + i / 128 * 32 + i % 32) >> i / 32 % 4 * 2 & 3;
      to[toAt + i] = scale * q - minimum;
    }
  }
}
