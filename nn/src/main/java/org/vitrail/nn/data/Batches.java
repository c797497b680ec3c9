package org.vitrail.nn.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.tensor.RandomStream;

/**
 * The endless sequence of shuffled batches that a model trains on. Batch k depends on the seed and on k alone: an epoch
 * is a permutation named by its number, so the place in the data is the one number k, and neither threads nor a resumed
 * run change the order. Examples that do not fill the last batch of an epoch are left out of it; the next epoch, in its
 * own order, leaves out others.
 *
 * @param <T> an example
 * @param <B> a batch
 */
public final class Batches<T, B> {

  /** Puts examples together; {@code random} is the batch's own stream, for augmentation. */
  @FunctionalInterface
  public interface Collate<T, B> {
    B collate(List<T> examples, RandomStream random);
  }

  private record Epoch(long number, int[] order) {}

  private final Dataset<T> data;
  private final int size;
  private final RandomStream random;
  private final Collate<T, B> collate;
  private volatile Epoch latest = new Epoch(-1, null);

  /** Batches of {@code size} examples; {@code seed} names their order. */
  public Batches(Dataset<T> data, int size, long seed, Collate<T, B> collate) {
    if (size < 1 || size > data.size()) {
      throw new IllegalArgumentException("a batch of " + size + " cannot be drawn from " + data.size()
          + " examples; choose a batch between 1 and that number");
    }
    this.data = data;
    this.size = size;
    this.random = RandomStream.of(seed).at("data");
    this.collate = collate;
  }

  /** Examples in a batch. */
  public int size() {
    return size;
  }

  public int perEpoch() {
    return data.size() / size;
  }

  /** Batch {@code k}, counting from 0 through all epochs. */
  public B get(long k) {
    int start = (int) (k % perEpoch()) * size;
    var order = order(k / perEpoch());
    return batch(Arrays.stream(order, start, start + size), random.at("batch." + k));
  }

  private int[] order(long number) {
    var epoch = latest;
    if (epoch.number != number) {
      epoch = new Epoch(number, random.at("epoch." + number).permutation(data.size()));
      latest = epoch;
    }
    return epoch.order;
  }

  private B batch(IntStream numbers, RandomStream stream) {
    return collate.collate(numbers.mapToObj(data::get).toList(), stream);
  }

  /** Every example once, unshuffled, for evaluation; the last batch may be smaller. */
  public Iterable<B> once() {
    return () -> new Iterator<>() {
      private int start;

      @Override public boolean hasNext() {
        return start < data.size();
      }

      @Override public B next() {
        int from = start;
        start = Math.min(from + size, data.size());
        return batch(IntStream.range(from, start), random.at("once." + from));
      }
    };
  }
}
