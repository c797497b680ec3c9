package org.vitrail.autograd.testing;

import java.util.Random;
import java.util.stream.IntStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** One change of view. Which axes and places it concerns follows from the shape it meets and from {@code seed}. */
public record Turn(Kind kind, int seed) {
  /** What is changed. */
  public enum Kind { PERMUTE, SLICE, FLIP, EXPAND, RESHAPE }

  private record Cut(int axis, int start, int stop, int step) {}

  public Tensor of(Tensor x) {
    var shape = x.shape();
    if (shape.rank() == 0 && kind != Kind.EXPAND) return x;
    return switch (kind) {
      case PERMUTE -> x.permute(permutation(shape));
      case SLICE -> {
        var cut = cut(shape);
        yield x.slice(cut.axis, cut.start, cut.stop, cut.step);
      }
      case FLIP -> x.flip(axis(shape));
      case EXPAND -> x.expand(stretched(shape));
      case RESHAPE -> x.reshape(refolded(shape));
    };
  }

  public Elements of(Elements x) {
    var shape = x.shape();
    if (shape.rank() == 0 && kind != Kind.EXPAND) return x;
    return switch (kind) {
      case PERMUTE -> x.permute(permutation(shape));
      case SLICE -> {
        var cut = cut(shape);
        yield x.slice(cut.axis, cut.start, cut.stop, cut.step);
      }
      case FLIP -> x.flip(axis(shape));
      case EXPAND -> x.expand(stretched(shape));
      case RESHAPE -> x.reshape(refolded(shape));
    };
  }

  private int axis(Shape shape) {
    return new Random(seed).nextInt(shape.rank());
  }

  private int[] permutation(Shape shape) {
    var random = new Random(seed);
    var keys = random.doubles(shape.rank()).toArray();
    return IntStream.range(0, shape.rank()).boxed().sorted((i, j) -> Double.compare(keys[i], keys[j]))
        .mapToInt(Integer::intValue).toArray();
  }

  private Cut cut(Shape shape) {
    var random = new Random(seed);
    int axis = random.nextInt(shape.rank());
    int start = random.nextInt(shape.dim(axis) + 1);
    int stop = start + random.nextInt(shape.dim(axis) - start + 1);
    return new Cut(axis, start, stop, 1 + random.nextInt(3));
  }

  /** Sizes of 1 become 2, and there may be a new leading axis. */
  private Shape stretched(Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) if (shape.dim(axis) == 1) shape = shape.with(axis, 2);
    return seed % 2 == 0 && shape.rank() < 5 ? shape.insert(0, 2) : shape;
  }

  /** Merges an axis with the next, or splits the smallest factor off one. */
  private Shape refolded(Shape shape) {
    int axis = axis(shape);
    int n = shape.dim(axis);
    if (seed % 2 == 0 && axis + 1 < shape.rank()) return shape.with(axis + 1, n * shape.dim(axis + 1)).without(axis);
    int factor = IntStream.rangeClosed(2, Math.max(2, n)).filter(d -> n % d == 0).findFirst().orElse(1);
    return shape.rank() < 5 ? shape.with(axis, n / factor).insert(axis, factor) : shape;
  }
}
