package org.vitrail.kernels.random;

import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;

/** The specification: one element after the other, on all threads, which changes nothing. */
public final class RandomNumbersScalar implements RandomNumbers {
  /** Elements of one task. */
  private static final int TASK = 1 << 13;

  @Override public void uniform(long key, long start, double low, double high, View out) {
    draw(key, start, out, (words, i) -> low + (high - low) * Philox.unit(words[(int) i & 3]));
  }

  @Override public void normal(long key, long start, double mean, double std, View out) {
    draw(key, start, out, (words, i) -> mean + std * Philox.normal(words, i));
  }

  @Override public void truncatedNormal(long key, long start, double std, double limit, View out) {
    draw(key, start, out, (words, i) -> {
      double z = Philox.normal(words, i);
      return std * (Math.abs(z) > limit ? again(key, i, limit) : z);
    });
  }

  /** From other blocks of the same counter, until one is within the limit. */
  private static double again(long key, long i, double limit) {
    var words = new int[4];
    for (int attempt = 1; ; attempt++) {
      Philox.block(words, key, i >>> 2, attempt);
      double z = Philox.normal(words, i);
      if (Math.abs(z) <= limit) return z;
    }
  }

  /** Element i of the stream, from the four words of its block. */
  private interface Element {
    double of(int[] words, long i);
  }

  private static void draw(long key, long start, View out, Element element) {
    int n = out.size();
    Workers.run(Math.ceilDiv(n, TASK), task -> {
      var words = new int[4];
      int first = task * TASK;
      int end = (int) Math.min(n, first + (long) TASK);
      for (int at = first; at < end; at++) {
        long i = start + at;
        if (at == first || (i & 3) == 0) Philox.block(words, key, i >>> 2, 0);
        out.floats()[out.offset() + at] = (float) element.of(words, i);
      }
    });
  }
}
