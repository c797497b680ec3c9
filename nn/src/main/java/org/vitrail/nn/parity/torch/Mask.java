package org.vitrail.nn.parity.torch;

import org.vitrail.tensor.Tensor;

/** A tensor of truth values: an index by it selects, where integers of the same values would be places. */
record Mask(Tensor tensor) {}
