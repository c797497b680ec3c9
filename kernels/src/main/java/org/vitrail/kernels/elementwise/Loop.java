package org.vitrail.kernels.elementwise;

/** A function of one element or a few, as a loop over whole vectors: {@code z[k] = f(x[k], y[k], w[k])}, 0 ≤ k < n. */
@FunctionalInterface
interface Loop {
  void run(Tile t);
}
