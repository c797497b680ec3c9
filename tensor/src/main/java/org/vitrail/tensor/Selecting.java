package org.vitrail.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.vitrail.tensor.ops.Pad;
import org.vitrail.tensor.ops.Slice;

/** Parts of a tensor by their place, and room around it. Slices are views without copies. */
public sealed interface Selecting permits Tensor {
  Tensor self();

  /** Elements {@code start ≤ i < stop} of {@code axis}; negative places count from the end. */
  default Tensor slice(int axis, int start, int stop) {
    return slice(axis, start, stop, 1);
  }

  /** Every {@code step}-th element from {@code start} up to {@code stop}, as Python's {@code x[start:stop:step]}. */
  default Tensor slice(int axis, int start, int stop, int step) {
    if (step < 1) throw new ShapeException("slice: the step is " + step + ", it must be positive; use flip to reverse");
    int n = self().dim(axis);
    int from = Math.clamp(start < 0 ? start + n : start, 0, n);
    int to = Math.clamp(stop < 0 ? stop + n : stop, 0, n);
    return Tensor.of(new Slice(self(), self().shape().axis(axis), from, Math.max(0, Math.ceilDiv(to - from, step)), step));
  }

  /** Element {@code i} of {@code axis}, without that axis. */
  default Tensor select(int axis, int i) {
    int n = self().dim(axis);
    int at = i < 0 ? i + n : i;
    if (at < 0 || at >= n) throw new ShapeException("select: index " + i + " is outside axis " + axis + " of " + self().shape());
    return Tensor.of(new Slice(self(), self().shape().axis(axis), at, 1, 1)).squeeze(axis);
  }

  /** The elements of {@code axes} in reverse order. */
  default Tensor flip(int... axes) {
    var x = self();
    for (int axis : x.shape().axes(axes)) {
      if (x.dim(axis) > 0) x = Tensor.of(new Slice(x, axis, x.dim(axis) - 1, x.dim(axis), -1));
    }
    return x;
  }

  /** Consecutive parts of {@code axis} of the given sizes. */
  default List<Tensor> split(int axis, int... sizes) {
    if (Arrays.stream(sizes).sum() != self().dim(axis)) {
      throw new ShapeException("split: " + Arrays.toString(sizes) + " do not add up to axis " + axis + " of " + self().shape());
    }
    var parts = new ArrayList<Tensor>();
    int start = 0;
    for (int size : sizes) {
      parts.add(slice(axis, start, start + size));
      start += size;
    }
    return parts;
  }

  /** {@code value} around the tensor: {@code before} and {@code after} elements on {@code axis}; negative ones crop. */
  default Tensor pad(int axis, int before, int after, double value) {
    return Tensor.of(new Pad(self(), self().shape().axis(axis), before, after, value));
  }

  /** Copies of the border around the tensor: {@code before} and {@code after} elements on {@code axis}. */
  default Tensor padReplicate(int axis, int before, int after) {
    int n = self().dim(axis);
    return self().indexSelect(axis, places(n, before, after, i -> Math.clamp(i, 0, n - 1)));
  }

  /** The tensor mirrored at its border elements, which are not repeated: {@code c b | a b c | b a}. */
  default Tensor padReflect(int axis, int before, int after) {
    int n = self().dim(axis);
    if (Math.max(before, after) >= n) {
      throw new ShapeException("padReflect: " + before + " and " + after + " must be less than axis " + axis + " of "
          + self().shape());
    }
    return self().indexSelect(axis, places(n, before, after, i -> n - 1 - Math.abs(n - 1 - Math.abs(i))));
  }

  private Tensor places(int n, int before, int after, IntUnaryOperator source) {
    return self().intsHere(IntStream.range(-before, n + after).map(source).toArray(), before + n + after);
  }

  /** Cuts {@code axis} into {@code count} parts of ⌈n/count⌉ elements; the last may be shorter, or there are fewer. */
  default List<Tensor> chunk(int axis, int count) {
    int n = self().dim(axis);
    int size = Math.max(1, Math.ceilDiv(n, count));
    return IntStream.range(0, Math.max(1, Math.ceilDiv(n, size)))
        .mapToObj(i -> slice(axis, i * size, Math.min(n, (i + 1) * size))).toList();
  }

  /** The elements of {@code axis}, each without that axis. */
  default List<Tensor> unbind(int axis) {
    return IntStream.range(0, self().dim(axis)).mapToObj(i -> select(axis, i)).toList();
  }

  /** The elements {@code x[…, i, …, i, …]} on the diagonal of two axes of one size, as the last axis. */
  default Tensor diagonal(int axis1, int axis2) {
    int n = self().dim(axis1);
    int i = self().shape().axis(axis1);
    int j = self().shape().axis(axis2);
    if (i == j || self().dim(axis2) != n) {
      throw new ShapeException("diagonal: axes " + axis1 + " and " + axis2 + " of " + self().shape()
          + " must be two of one size");
    }
    var others = IntStream.range(0, self().rank()).filter(axis -> axis != i && axis != j);
    var square = self().permute(IntStream.concat(others, IntStream.of(i, j)).toArray());
    return square.flatten(-2, -1).slice(-1, 0, n * n, n + 1);
  }

  /** The lower triangle of each matrix, up to {@code diagonal} (0 the main one, positive above it); 0 elsewhere. */
  default Tensor tril(int diagonal) {
    return self().maskedFill(above(diagonal), 0);
  }

  /** The upper triangle of each matrix, from {@code diagonal} on (0 the main one, positive above); 0 elsewhere. */
  default Tensor triu(int diagonal) {
    return self().maskedFill(above(diagonal - 1).eq(0), 0);
  }

  /** Where a matrix's column minus row exceeds {@code diagonal}. */
  private Tensor above(int diagonal) {
    int rows = self().dim(-2);
    int columns = self().dim(-1);
    return self().intsHere(IntStream.range(0, rows * columns)
        .map(i -> i % columns - i / columns > diagonal ? 1 : 0).toArray(), rows, columns);
  }
}
