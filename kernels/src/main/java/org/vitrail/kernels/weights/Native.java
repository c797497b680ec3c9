package org.vitrail.kernels.weights;

import java.lang.foreign.MemorySegment;

/**
 * All of memory, by address: for the inner loops over weights. A segment of their own would be checked for its bounds
 * and for being alive at every vector, which takes longer than the arithmetic; of a constant without bounds nothing is
 * left to check. What is read has been checked before: a {@link StoredMatrix} is as long as its rows, and a
 * {@link Projection} keeps to them.
 */
final class Native {
  @SuppressWarnings("restricted")
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /**
   * No address is greater. A loop that walks with a step of its own says {@code at = at + step & ADDRESSES}, from which
   * the compiler knows that reading a little behind {@code at} is in bounds, and does not look each time.
   */
  static final long ADDRESSES = (1L << 56) - 1;

  private Native() {}
}
