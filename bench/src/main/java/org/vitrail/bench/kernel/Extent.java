package org.vitrail.bench.kernel;

/** How much is measured. */
public enum Extent {
  /** Fewer shapes. */
  QUICK,
  /** All shapes for a processor. */
  FULL,
  /** Shapes that fill a GPU. */
  LARGE
}
