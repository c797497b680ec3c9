package org.vitrail.vit.image;

/** An array with a shape, as a model takes it. */
public sealed interface ModelInput {
  int[] shape();

  /** Reals: pixel values. */
  record Reals(float[] data, int... shape) implements ModelInput {}

  /** Integers: masks of 0 and 1, sizes of grids. */
  record Integers(int[] data, int... shape) implements ModelInput {}
}
