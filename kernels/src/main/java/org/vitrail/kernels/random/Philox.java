package org.vitrail.kernels.random;

import org.vitrail.kernels.Workers;

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
  /** Elements of one task. */
  private static final int TASK = 1 << 13;

  private Philox() {}

  /** Encrypts a counter of four words in place with a key of two. */
  public static void block(int[] counter, int key0, int key1) {
    int c0 = counter[0];
    int c1 = counter[1];
    int c2 = counter[2];
    int c3 = counter[3];
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ key0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ key1;
      c3 = (int) p0;
      key0 += W0;
      key1 += W1;
    }
    counter[0] = c0;
    counter[1] = c1;
    counter[2] = c2;
    counter[3] = c3;
  }

  /** The four words of {@code key}'s block {@code counter}; other attempts are other blocks. */
  private static void block(int[] words, long key, long counter, int attempt) {
    words[0] = (int) counter;
    words[1] = (int) (counter >>> 32);
    words[2] = attempt;
    words[3] = 0;
    block(words, (int) key, (int) (key >>> 32));
  }

  /** 32 random bits: element {@code i} of the stream {@code key}. */
  public static int bits(long key, long i) {
    var words = new int[4];
    block(words, key, i >>> 2, 0);
    return words[(int) i & 3];
  }

  /** Elements {@code start, start + 1, …} as numbers of 24 bits, uniform in [low, high). */
  public static void uniform(long key, long start, double low, double high, float[] out) {
    inTasks(out.length, (from, to) -> {
      var words = new int[4];
      for (int at = from; at < to; at++) {
        long i = start + at;
        if (at == from || (i & 3) == 0) block(words, key, i >>> 2, 0);
        out[at] = (float) (low + (high - low) * unit(words[(int) i & 3]));
      }
    });
  }

  /** Elements {@code start, start + 1, …} as normal numbers. */
  public static void normal(long key, long start, double mean, double std, float[] out) {
    inTasks(out.length, (from, to) -> {
      var words = new int[4];
      for (int at = from; at < to; at++) {
        long i = start + at;
        if (at == from || (i & 3) == 0) block(words, key, i >>> 2, 0);
        out[at] = (float) (mean + std * normal(words, i));
      }
    });
  }

  /** As {@link #normal}, but an element beyond {@code limit} standard deviations is drawn again from its own counter. */
  public static void truncatedNormal(long key, long start, double std, double limit, float[] out) {
    inTasks(out.length, (from, to) -> {
      var words = new int[4];
      var others = new int[4];
      for (int at = from; at < to; at++) {
        long i = start + at;
        if (at == from || (i & 3) == 0) block(words, key, i >>> 2, 0);
        double z = normal(words, i);
        for (int attempt = 1; Math.abs(z) > limit; attempt++) {
          block(others, key, i >>> 2, attempt);
          z = normal(others, i);
        }
        out[at] = (float) (std * z);
      }
    });
  }

  private static double unit(int word) {
    return (word >>> 8) * UNIT;
  }

  /**
   * Box and Muller 1958: words 0 and 1 of a block make the normal numbers of elements 0 and 1, words 2 and 3 the other
   * two. StrictMath gives the same bits everywhere.
   */
  private static double normal(int[] words, long i) {
    int pair = (int) i & 2;
    double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(words[pair]) + UNIT));
    double angle = 2 * Math.PI * unit(words[pair + 1]);
    return radius * ((i & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }

  private interface Range {
    void run(int from, int to);
  }

  private static void inTasks(int n, Range range) {
    Workers.run(Math.ceilDiv(n, TASK), task -> range.run(task * TASK, (int) Math.min(n, (task + 1L) * TASK)));
  }
}
