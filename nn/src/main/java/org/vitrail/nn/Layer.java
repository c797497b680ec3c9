package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/** A part that turns one tensor into another. */
@FunctionalInterface
public interface Layer extends Part {
  Tensor forward(Tensor x);

  /** {@code residual + forward(x)}; a layer that ends in a linear map adds while it stores the product. */
  default Tensor forwardOnto(Tensor residual, Tensor x) {
    return residual.add(forward(x));
  }
}
