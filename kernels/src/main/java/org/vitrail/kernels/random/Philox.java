package org.vitrail.kernels.random;

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
  static void block(int[] words, long key, long counter, int attempt) {
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

  /** A number of 24 bits in [0, 1). */
  static double unit(int word) {
    return (word >>> 8) * UNIT;
  }

  /**
   * Element {@code i} as a normal number (Box and Muller 1958): words 0 and 1 of a block make those of elements 0 and
   * 1, words 2 and 3 the other two. StrictMath gives the same bits everywhere.
   */
  static double normal(int[] words, long i) {
    int pair = (int) i & 2;
    double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(words[pair]) + UNIT));
    double angle = 2 * Math.PI * unit(words[pair + 1]);
    return radius * ((i & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }
}
