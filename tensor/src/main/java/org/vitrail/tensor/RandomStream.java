package org.vitrail.tensor;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.Devices;
import org.vitrail.kernels.View;
import org.vitrail.kernels.random.Philox;
import org.vitrail.kernels.random.RandomNumbers;

/**
 * Random numbers from a stream that is named by a seed and a path: {@code RandomStream.of(seed).at("data/epoch.3")}.
 * Streams of different names have nothing to do with each other, and a stream gives the same numbers on every device.
 * Each draw continues where the last one ended; {@link #position} is all the state there is.
 */
public final class RandomStream implements RandomGenerator {
  private final long key;
  private long position;

  private RandomStream(long key) {
    this.key = key;
  }

  public static RandomStream of(long seed) {
    return new RandomStream(mix(seed));
  }

  /** The stream called {@code path} below this one, at its beginning; where this one stands does not matter. */
  public RandomStream at(String path) {
    long hash = 0xCBF29CE484222325L;                                  // FNV-1a
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    return new RandomStream(mix(key ^ mix(hash)));
  }

  /** The finaliser of SplitMix64 (Steele et al. 2014). */
  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** How many elements have been drawn. */
  public long position() {
    return position;
  }

  /** Continues after {@code position} elements, as a saved stream does. */
  public RandomStream seek(long position) {
    this.position = position;
    return this;
  }

  private long advance(long elements) {
    long start = position;
    position += elements;
    return start;
  }

  /** Numbers that the current device draws in its own memory. */
  private static Tensor drawn(Shape shape, BiConsumer<RandomNumbers, View> draw) {
    var t = Tensor.empty(Devices.current(), DType.F32, shape);
    draw.accept(t.kernels().random(), t.view());
    return t;
  }

  /** F32, uniform in [low, high). */
  public Tensor uniform(Shape shape, double low, double high) {
    long start = advance(shape.size());
    return drawn(shape, (random, out) -> random.uniform(key, start, low, high, out));
  }

  /** F32, normal. */
  public Tensor normal(Shape shape, double mean, double std) {
    long start = advance(shape.size());
    return drawn(shape, (random, out) -> random.normal(key, start, mean, std, out));
  }

  /** F32, normal with mean 0, cut at two standard deviations (of the uncut distribution, {@code std}). */
  public Tensor truncatedNormal(Shape shape, double std) {
    return truncatedNormal(shape, std, 2);
  }

  /** Normal with mean 0, cut at {@code cut} standard deviations. */
  public Tensor truncatedNormal(Shape shape, double std, double cut) {
    long start = advance(shape.size());
    return drawn(shape, (random, out) -> random.truncatedNormal(key, start, std, cut, out));
  }

  /** I32, 1 with the given probability, else 0. */
  public Tensor bernoulli(double probability, int... shape) {
    return uniform(Shape.of(shape), 0, 1).lt(probability);
  }

  /** 0 … n−1 in random order (Fisher and Yates). */
  public int[] permutation(int n) {
    var order = java.util.stream.IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** Uniform in 0 … {@code bound} − 1, without bias: draws again where the last, incomplete round of 2³¹ ends. */
  @Override public int nextInt(int bound) {
    if (bound < 1) throw new IllegalArgumentException("nextInt: bound is " + bound + ", it must be at least 1");
    if (Integer.bitCount(bound) == 1) return nextInt() & bound - 1;
    int bits = nextInt() >>> 1;
    while (bits - bits % bound + (bound - 1) < 0) bits = nextInt() >>> 1;
    return bits % bound;
  }

  @Override public int nextInt() {
    return Philox.bits(key, advance(1));
  }

  @Override public long nextLong() {
    return ((long) nextInt() << 32) | (nextInt() & 0xFFFFFFFFL);
  }
}
