package org.vitrail.tensor;

import org.vitrail.tensor.ops.ArgSort;

/** Elements by size. Equal ones keep their order. */
public sealed interface Ordering permits Tensor {
  /** Sorted values, and the place (I32) where each stood. */
  record Sorted(Tensor values, Tensor places) {}

  Tensor self();

  /** Places (I32) of the elements along {@code axis} in sorted order. */
  default Tensor argsort(int axis, boolean descending) {
    return Tensor.of(new ArgSort(self().transpose(axis, -1), descending)).transpose(axis, -1);
  }

  /** The elements along {@code axis} in sorted order; gradients go back to where they stood. */
  default Sorted sort(int axis, boolean descending) {
    var places = argsort(axis, descending);
    return new Sorted(self().gather(axis, places), places);
  }

  /** The {@code k} largest elements along {@code axis}, the largest first. */
  default Sorted topk(int axis, int k) {
    return first("topk", axis, k, true);
  }

  /** The {@code k} smallest elements along {@code axis}, the smallest first. */
  default Sorted bottomk(int axis, int k) {
    return first("bottomk", axis, k, false);
  }

  private Sorted first(String op, int axis, int k, boolean descending) {
    if (k < 0 || k > self().dim(axis)) {
      throw new ShapeException(op + ": k is " + k + ", axis " + axis + " of " + self().shape() + " has "
          + self().dim(axis));
    }
    var places = argsort(axis, descending).slice(axis, 0, k);
    return new Sorted(self().gather(axis, places), places);
  }
}
