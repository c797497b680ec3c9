package org.vitrail.nn.data;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Examples by number, 0 to {@code size() − 1}. Several threads may ask at once, and the same number gives the same. */
public interface Dataset<T> {
  int size();

  T get(int i);

  static <T> Dataset<T> of(List<T> examples) {
    var copy = List.copyOf(examples);
    return of(copy.size(), copy::get);
  }

  /** {@code size} examples that {@code example} reads or computes when they are asked for. */
  static <T> Dataset<T> of(int size, Function<Integer, T> example) {
    return new Dataset<>() {
      @Override public int size() {
        return size;
      }

      @Override public T get(int i) {
        return example.apply(i);
      }
    };
  }

  /** Each example changed by {@code change}, when it is asked for. */
  default <R> Dataset<R> map(Function<T, R> change) {
    return of(size(), i -> change.apply(get(i)));
  }

  /** The examples with these numbers, in this order. */
  default Dataset<T> subset(int... numbers) {
    return of(numbers.length, i -> get(numbers[i]));
  }

  /** The examples {@code from ≤ i < to}. */
  default Dataset<T> subset(int from, int to) {
    return subset(IntStream.range(from, to).toArray());
  }
}
