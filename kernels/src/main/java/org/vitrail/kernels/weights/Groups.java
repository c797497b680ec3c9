package org.vitrail.kernels.weights;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.vitrail.kernels.weights.BlockLayout.half;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Formats of 4 to 6 bits as {@link GroupTiles} wants them: weights are {@code d·s·q − e·m}, with d and e for each
 * block, s and m, two bytes, for each group of 32 columns. Q6_K has a scale for each half of a group and
 * {@code d·s·(q − 32)}.
 */
enum Groups {
  Q4_1(4, 1) {
    @Override float offset(MemorySegment from, long at) {
      return -half(from, at + 2);
    }

    @Override long octet(MemorySegment from, long at, int group, int o) {
      return halves(from, at + 4, o);
    }
  },

  Q5_0(5, 1) {
    @Override float offset(MemorySegment from, long at) {
      return 16 * half(from, at);
    }

    @Override long octet(MemorySegment from, long at, int group, int o) {
      return halves(from, at + 6, o) | fifths(from, at + 2, o);
    }
  },

  Q5_1(5, 1) {
    @Override float offset(MemorySegment from, long at) {
      return -half(from, at + 2);
    }

    @Override long octet(MemorySegment from, long at, int group, int o) {
      return halves(from, at + 8, o) | fifths(from, at + 4, o);
    }
  },

  Q4_K(4, 8) {
    @Override float offset(MemorySegment from, long at) {
      return half(from, at + 2);
    }

    @Override int scales(MemorySegment from, long at, int group) {
      return Q45K.scale(from, at + 4, group) | Q45K.minimum(from, at + 4, group) << 8;
    }

    @Override long octet(MemorySegment from, long at, int group, int o) {
      return from.get(JAVA_LONG_UNALIGNED, at + 16 + group / 2 * 32 + 8 * o) >>> group % 2 * 4 & NIBBLES;
    }
  },

  Q5_K(5, 8) {
    @Override float offset(MemorySegment from, long at) {
      return half(from, at + 2);
    }

    @Override int scales(MemorySegment from, long at, int group) {
      return Q4_K.scales(from, at, group);
    }

    @Override long octet(MemorySegment from, long at, int group, int o) {
      long fifths = from.get(JAVA_LONG_UNALIGNED, at + 16 + 8 * o) >>> group & BITS;
      return Q4_K.octet(from, at + 32, group, o) | fifths << 4;
    }
  },

  Q6_K(6, 8) {
    @Override float scale(MemorySegment from, long at) {
      return half(from, at + 208);
    }

    @Override int scales(MemorySegment from, long at, int group) {
      return from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 192 + 2 * group);
    }

    @Override long octet(MemorySegment from, long at, int group, int o) {
      int half = group / 4;
      int k = group % 4;
      long low = from.get(JAVA_LONG_UNALIGNED, at + 64 * half + 32 * (k % 2) + 8 * o) >>> k / 2 * 4 & NIBBLES;
      long high = from.get(JAVA_LONG_UNALIGNED, at + 128 + 32 * half + 8 * o) >>> 2 * k & 3 * BITS;
      return low | high << 4;
    }
  };

  private static final long BITS = 0x0101010101010101L;
  static final long NIBBLES = 15 * BITS;

  final int bits;
  /** Groups of a block. */
  final int count;

  Groups(int bits, int count) {
    this.bits = bits;
    this.count = count;
  }

  /** d of the block that begins at {@code at}. */
  float scale(MemorySegment from, long at) {
    return half(from, at);
  }

  /** e of the block that begins at {@code at}. */
  float offset(MemorySegment from, long at) {
    return 0;
  }

  /** s, and above it m, of a group. */
  int scales(MemorySegment from, long at, int group) {
    return 0x0101;
  }

  /** q of the columns 8·o to 8·o + 7 of a group, a byte each. */
  abstract long octet(MemorySegment from, long at, int group, int o);

  /** Columns 0 to 15 are the low halves of 16 bytes, the others the high ones. */
  private static long halves(MemorySegment from, long at, int o) {
    return from.get(JAVA_LONG_UNALIGNED, at + o % 2 * 8) >>> o / 2 * 4 & NIBBLES;
  }

  /** The fifth bits, of 32 that begin at {@code at}. */
  private static long fifths(MemorySegment from, long at, int o) {
    return Long.expand(from.get(JAVA_INT_UNALIGNED, at) >>> 8 * o & 255, BITS) << 4;
  }
}
