package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/** A part that turns one tensor into another. */
@FunctionalInterface
public interface Layer extends Part {
  Tensor forward(Tensor x);
}
