package org.vitrail.autograd.testing;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** An array without strides, computed element by element from its index: what views are compared with. */
public record Elements(Shape shape, double[] values) {

  public static Elements of(Tensor x) {
    return new Elements(x.shape(), x.toDoubles());
  }

  /** The array of {@code shape} whose element at an index is {@code value} of it. */
  public static Elements of(Shape shape, ToDoubleFunction<int[]> value) {
    return new Elements(shape, IntStream.range(0, shape.size()).mapToDouble(i -> value.applyAsDouble(index(shape, i)))
        .toArray());
  }

  public double at(int... index) {
    int at = 0;
    for (int axis = 0; axis < index.length; axis++) at = at * shape.dim(axis) + index[axis];
    return values[at];
  }

  /** The index of element {@code i} in row-major order. */
  private static int[] index(Shape shape, int i) {
    var index = new int[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = i % shape.dim(axis);
      i /= shape.dim(axis);
    }
    return index;
  }

  /** Repeats axes of size 1, and new leading ones. */
  public Elements expand(Shape wanted) {
    int extra = wanted.rank() - shape.rank();
    return of(wanted, i -> at(IntStream.range(0, shape.rank()).map(axis -> shape.dim(axis) == 1 ? 0 : i[axis + extra])
        .toArray()));
  }

  public Elements permute(int... axes) {
    return of(Shape.of(Arrays.stream(axes).map(shape::dim).toArray()), i -> {
      var old = new int[axes.length];
      for (int axis = 0; axis < axes.length; axis++) old[axes[axis]] = i[axis];
      return at(old);
    });
  }

  public Elements slice(int axis, int start, int stop, int step) {
    int count = Math.max(0, Math.ceilDiv(stop - start, step));
    return of(shape.with(axis, count), i -> atMoved(i, axis, start + i[axis] * step));
  }

  public Elements flip(int axis) {
    return of(shape, i -> atMoved(i, axis, shape.dim(axis) - 1 - i[axis]));
  }

  public Elements reshape(Shape wanted) {
    return new Elements(wanted, values);
  }

  private double atMoved(int[] index, int axis, int place) {
    var moved = index.clone();
    moved[axis] = place;
    return at(moved);
  }
}
