package org.vitrail.vit.image;

import org.vitrail.tensor.Tensor;

/** An array with a shape, as a model takes it. */
public sealed interface ModelInput {
  int[] shape();

  default Tensor tensor() {
    return switch (this) {
      case Reals reals -> Tensor.of(reals.data, reals.shape);
      case Integers integers -> Tensor.of(integers.data, integers.shape);
    };
  }

  /** Reals: pixel values. */
  record Reals(float[] data, int... shape) implements ModelInput {}

  /** Integers: masks of 0 and 1, sizes of grids. */
  record Integers(int[] data, int... shape) implements ModelInput {}
}
