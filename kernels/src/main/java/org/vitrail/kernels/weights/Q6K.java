package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.nibble;
import static org.vitrail.kernels.weights.BlockLayout.octet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * 256 elements of 6 bits in groups of 16, each with a scale of 8 bits.
 *
 * <pre>
 * Q6_K   q[128]   h[64]   s[16], signed   d:F16     x = (q − 32)·(d·scale)
 *
 * Elements 128g + 32k + l, l &lt; 32: four bits are half k / 2 of byte q[64g + 32(k % 2) + l],
 * two are bits 2k and 2k + 1 of byte h[32g + l].
 * </pre>
 */
enum Q6K implements BlockLayout {
  Q6_K;

  @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
    float d = BlockLayout.half(from, at + 208);
    for (int i = 0; i < 256; i++) {
      int g = i / 128;
      int k = i / 32 % 4;
      int l = i % 32;
      int low = nibble(from, at + 64 * g + 32 * (k % 2) + l, k >= 2);
      int high = octet(from, at + 128 + 32 * g + l) >> 2 * k & 3;
      float scale = d * from.get(ValueLayout.JAVA_BYTE, at + 192 + i / 16);
      to[toAt + i] = scale * ((low | high << 4) - 32);
    }
  }
}
