package org.vitrail.vit.scenes;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A stream of random numbers: SplitMix64 (Steele, Lea, Flood 2014) started at a named place.
 * {@code state = mix(fnv(tag) + i·G)}, then {@code next() = mix(state += G)}.
 */
public final class Draws {
  private static final long G = 0x9E3779B97F4A7C15L;
  private static final int CELLS = 16;

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  /** Stream {@code i} of a tag. */
  public static Draws stream(String tag, long i) {
    return new Draws(mix(Fnv.of(tag) + i * G));
  }

  public long next() {
    state += G;
    return mix(state);
  }

  /** 0 to n-1, one draw, from the top 31 bits. */
  public int below(int n) {
    return (int) (((next() >>> 33) * n) >>> 31);
  }

  /** Fisher-Yates from the end, in place. */
  public void shuffle(int[] a) {
    for (int j = a.length - 1; j > 0; j--) {
      swap(a, j, below(j + 1));
    }
  }

  /** {@code k} different cells of the grid. */
  public int[] cells(int k) {
    int[] a = upTo(CELLS);
    for (int j = 0; j < k; j++) {
      swap(a, j, j + below(CELLS - j));
    }
    return Arrays.copyOf(a, k);
  }

  /** 0 to n-1 without {@code not}, one draw. */
  int belowExcept(int n, int not) {
    int value = below(n - 1);
    return value >= not ? value + 1 : value;
  }

  long state() {
    return state;
  }

  static int[] upTo(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static void swap(int[] a, int i, int j) {
    int kept = a[i];
    a[i] = a[j];
    a[j] = kept;
  }

  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
