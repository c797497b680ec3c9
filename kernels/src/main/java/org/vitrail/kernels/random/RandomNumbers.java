package org.vitrail.kernels.random;

import org.vitrail.kernels.View;

/**
 * Random numbers of the streams of {@link Philox}. Element i of a stream is a function of its key and of i alone; a
 * kernel writes elements {@code start, start + 1, …} to {@code out}, which is F32 and contiguous. Every backend writes
 * the same bits, for it computes in double precision as {@link Philox} does and rounds at the end. A device without
 * 64-bit floating point cannot draw normal numbers; its uniform ones are exact in [0, 1), and otherwise within an ulp
 * of the larger bound.
 */
public interface RandomNumbers {

  /** Numbers of 24 bits, uniform in [low, high). */
  void uniform(long key, long start, double low, double high, View out);

  /** Normal numbers. */
  void normal(long key, long start, double mean, double std, View out);

  /** As {@link #normal} with mean 0, but what is beyond {@code limit} standard deviations is drawn again. */
  void truncatedNormal(long key, long start, double std, double limit, View out);
}
