package org.vitrail.kernels.random;

import org.vitrail.kernels.Odometer;
import org.vitrail.kernels.View;

/**
 * Philox4x32-10, the counter-based generator of Salmon et al. 2011 ("Parallel random numbers: as easy as 1, 2, 3").
 *
 * <p>Element i of a stream is a function of (key, i) alone: word i mod 4 of the block with counter i / 4. Nothing
 * depends on what was drawn before, on threads or on the device.
 */
public final class Philox {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final double UNIT = 0x1p-24;

  private Philox() {}

  /** Encrypts a counter of four words in place with a key of two. */
  public static void block(int[] counter, int key0, int key1) {
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & 0xFFFFFFFFL) * (counter[0] & 0xFFFFFFFFL);
      long p1 = (M1 & 0xFFFFFFFFL) * (counter[2] & 0xFFFFFFFFL);
      int c0 = (int) (p1 >>> 32) ^ counter[1] ^ key0;
      int c2 = (int) (p0 >>> 32) ^ counter[3] ^ key1;
      counter[0] = c0;
      counter[1] = (int) p1;
      counter[2] = c2;
      counter[3] = (int) p0;
      key0 += W0;
      key1 += W1;
    }
  }

  /** 32 random bits: element {@code i} of the stream {@code key}. */
  public static int bits(long key, long i) {
    return block(key, i >>> 2, 0)[(int) (i & 3)];
  }

  private static int[] block(long key, long counter, int attempt) {
    var words = new int[] {(int) counter, (int) (counter >>> 32), attempt, 0};
    block(words, (int) key, (int) (key >>> 32));
    return words;
  }

  /** Elements {@code start, start + 1, …} as numbers of 24 bits, uniform in [low, high), in row-major order. */
  public static void uniform(long key, long start, double low, double high, View out) {
    long i = start;
    for (var o = new Odometer(out); o.hasCurrent(); o.advance()) {
      out.storage().set(o.at(0), low + (high - low) * ((bits(key, i++) >>> 8) * UNIT));
    }
  }

  /** Elements {@code start, start + 1, …} as normal numbers, in row-major order. */
  public static void normal(long key, long start, double mean, double std, View out) {
    long i = start;
    for (var o = new Odometer(out); o.hasCurrent(); o.advance()) {
      out.storage().set(o.at(0), mean + std * normal(key, i++, 0));
    }
  }

  /** As {@link #normal}, but an element beyond {@code limit} standard deviations is drawn again from its own counter. */
  public static void truncatedNormal(long key, long start, double std, double limit, View out) {
    long i = start;
    for (var o = new Odometer(out); o.hasCurrent(); o.advance()) {
      double z = normal(key, i, 0);
      for (int attempt = 1; Math.abs(z) > limit; attempt++) z = normal(key, i, attempt);
      out.storage().set(o.at(0), std * z);
      i++;
    }
  }

  /** Box and Muller 1958: two uniform words of a block make two normal numbers. StrictMath: the same bits everywhere. */
  private static double normal(long key, long i, int attempt) {
    var words = block(key, i >>> 2, attempt);
    int pair = (int) (i & 2);
    double radius = StrictMath.sqrt(-2 * StrictMath.log(((words[pair] >>> 8) + 1) * UNIT));
    double angle = 2 * Math.PI * ((words[pair + 1] >>> 8) * UNIT);
    return radius * ((i & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }
}
