package org.vitrail.kernels.reduce;

import org.vitrail.kernels.View;

/**
 * Results over one or more axes, combined in an order that depends on the shape alone.
 */
public interface Reductions {

  /** How elements combine. */
  enum Kind { SUM, PROD, MAX, MIN }

  /**
   * {@code out[i] = kind over the reduced axes of x}. {@code out} has the rank of {@code x} and size 1 on the reduced
   * axes. NaN in, NaN out.
   */
  void reduce(Kind kind, View x, View out);

  /** Position (I32) of the first largest (MAX) or smallest (MIN) element along {@code axis}, where out has size 1. */
  void arg(Kind kind, int axis, View x, View out);

  /** Running {@code SUM} or {@code PROD} along {@code axis}: {@code out[i] = x[0] ∘ … ∘ x[i]}. */
  void scan(Kind kind, int axis, View x, View out);

  /** Stable sort of the last axis; {@code indices} (I32) is where each value stood in {@code x}. */
  void sort(boolean descending, View x, View values, View indices);
}
