package org.vitrail.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.tensor.ops.Concat;
import org.vitrail.tensor.ops.Expand;
import org.vitrail.tensor.ops.Permute;
import org.vitrail.tensor.ops.Reshape;

/** Other shapes of the same elements. All but {@code cat}, {@code stack} and some reshapes are views without copies. */
public sealed interface Shaping permits Tensor {
  Tensor self();

  /** The elements in row-major order as {@code sizes}, of which one may be −1; copies only where no view can do it. */
  default Tensor reshape(int... sizes) {
    return reshape(self().shape().resolve(sizes));
  }

  default Tensor reshape(Shape shape) {
    return shape.equals(self().shape()) ? self() : Tensor.of(new Reshape(self(), shape));
  }

  /** Axis i of the result is axis {@code axes[i]} of this tensor. */
  default Tensor permute(int... axes) {
    var from0 = Arrays.stream(axes).map(self().shape()::axis).toArray();
    if (from0.length != self().rank() || self().shape().axes(from0).length != from0.length) {
      throw new ShapeException("permute: " + Arrays.toString(axes) + " does not name each axis of " + self().shape());
    }
    return Tensor.of(new Permute(self(), from0));
  }

  /** Exchanges two axes. */
  default Tensor transpose(int a, int b) {
    var axes = IntStream.range(0, self().rank()).toArray();
    int i = self().shape().axis(a);
    int j = self().shape().axis(b);
    axes[i] = j;
    axes[j] = i;
    return permute(axes);
  }

  /** Exchanges the last two axes: the transpose of each matrix. */
  default Tensor t() {
    return transpose(-2, -1);
  }

  /** Repeats axes of size 1, and new leading ones, to {@code sizes}; −1 keeps a size. */
  default Tensor expand(int... sizes) {
    var wanted = sizes.clone();
    int extra = sizes.length - self().rank();
    for (int i = 0; i < wanted.length; i++) if (wanted[i] == -1 && i >= extra) wanted[i] = self().dim(i - extra);
    return expand(Shape.of(wanted));
  }

  default Tensor expand(Shape shape) {
    return shape.equals(self().shape()) ? self() : Tensor.of(new Expand(self(), shape));
  }

  /** Removes {@code axis}, which has size 1. */
  default Tensor squeeze(int axis) {
    if (self().dim(axis) != 1) {
      throw new ShapeException("squeeze: axis " + axis + " of " + self().shape() + " does not have size 1");
    }
    return reshape(self().shape().without(axis));
  }

  /** Inserts an axis of size 1 before {@code axis}; −1 means after the last. */
  default Tensor unsqueeze(int axis) {
    int at = axis < 0 ? axis + self().rank() + 1 : axis;
    if (at < 0 || at > self().rank()) {
      throw new ShapeException("unsqueeze: no place " + axis + " among the axes of " + self().shape());
    }
    return reshape(self().shape().insert(at, 1));
  }

  /** Merges axes {@code first} to {@code last} into one. */
  default Tensor flatten(int first, int last) {
    int from = self().shape().axis(first);
    int to = self().shape().axis(last);
    var sizes = self().shape().sizes();
    int merged = 1;
    for (int axis = from; axis <= to; axis++) merged *= sizes[axis];
    var shorter = IntStream.concat(IntStream.concat(Arrays.stream(sizes, 0, from), IntStream.of(merged)),
        Arrays.stream(sizes, to + 1, sizes.length)).toArray();
    return reshape(Shape.of(shorter));
  }

  /** Splits {@code axis} into {@code sizes}, of which one may be −1. */
  default Tensor unflatten(int axis, int... sizes) {
    int at = self().shape().axis(axis);
    var parts = Shape.of(self().dim(at)).resolve(sizes).sizes();
    var old = self().shape().sizes();
    return reshape(Shape.of(Stream.of(Arrays.copyOf(old, at), parts, Arrays.copyOfRange(old, at + 1, old.length))
        .flatMapToInt(Arrays::stream).toArray()));
  }

  /** Joins tensors along an existing {@code axis}. */
  static Tensor cat(int axis, Tensor... tensors) {
    return cat(axis, List.of(tensors));
  }

  static Tensor cat(int axis, List<Tensor> tensors) {
    if (tensors.isEmpty()) throw new ShapeException("cat: there are no tensors to join");
    return Tensor.of(new Concat(tensors, tensors.getFirst().shape().axis(axis)));
  }

  /** Joins tensors of one shape along a new axis. */
  static Tensor stack(int axis, List<Tensor> tensors) {
    int at = axis < 0 ? axis + tensors.getFirst().rank() + 1 : axis;
    return cat(at, tensors.stream().map(t -> t.unsqueeze(at)).toList());
  }
}
