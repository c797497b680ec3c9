package org.vitrail.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrail.tensor.ops.Gather;
import org.vitrail.tensor.ops.GatherRows;
import org.vitrail.tensor.ops.Pad;
import org.vitrail.tensor.ops.Slice;

/** Parts of a tensor, by place or by index. Slices are views without copies. */
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

  /** Rows of this (rows, width) table: result (ids…, width). */
  default Tensor rows(Tensor ids) {
    return Tensor.of(new GatherRows(self(), ids));
  }

  /** {@code out[…, i, …] = x[…, index[…, i, …], …]} along {@code axis}; index is I32. */
  default Tensor gather(int axis, Tensor index) {
    return Tensor.of(new Gather(self(), self().shape().axis(axis), index));
  }
}
