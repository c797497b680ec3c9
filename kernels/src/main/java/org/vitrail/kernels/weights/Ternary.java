package org.vitrail.kernels.weights;

import static org.vitrail.kernels.weights.BlockLayout.half;
import static org.vitrail.kernels.weights.BlockLayout.octet;

import java.lang.foreign.MemorySegment;

/**
 * 256 elements that are −1, 0 or 1 times a scale.
 *
 * <pre>
 * TQ1_0   q[48]   h[4]   d:F16     x = (t − 1)·d
 * TQ2_0   q[64]          d:F16
 *
 * TQ1_0: a byte b is the fraction b/256 = 0.t₀t₁t₂t₃t₄ in base 3. Elements 32n + m are t_n of q[m], m &lt; 32,
 * elements 160 + 16n + m of q[32 + m], m &lt; 16, and elements 240 + 4n + m of h[m], m &lt; 4, n &lt; 4.
 * TQ2_0: element 128g + 32k + l is bits 2k and 2k + 1 of byte q[32g + l].
 * </pre>
 */
enum Ternary implements BlockLayout {
  TQ1_0 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      float d = half(from, at + 52);
      digits(from, at, 32, 5, d, to, toAt);
      digits(from, at + 32, 16, 5, d, to, toAt + 160);
      digits(from, at + 48, 4, 4, d, to, toAt + 240);
    }
  },

  TQ2_0 {
    @Override public void decode(MemorySegment from, long at, float[] to, int toAt) {
      float d = half(from, at + 64);
      for (int i = 0; i < 256; i++) {
        int t = octet(from, at + i / 128 * 32 + i % 32) >> i / 32 % 4 * 2 & 3;
        to[toAt + i] = (t - 1) * d;
      }
    }
  };

  /** Digit n of {@code bytes} bytes, after digit n − 1 of all of them. */
  private static void digits(MemorySegment from, long at, int bytes, int digits, float d, float[] to, int toAt) {
    for (int m = 0; m < bytes; m++) {
      int fraction = octet(from, at + m);
      for (int n = 0; n < digits; n++) {
        to[toAt + n * bytes + m] = ((fraction * 3 >> 8) - 1) * d;
        fraction = fraction * 3 & 0xff;
      }
    }
  }
}
