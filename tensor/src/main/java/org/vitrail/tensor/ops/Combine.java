package org.vitrail.tensor.ops;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** Functions of two tensors, element by element, broadcast against each other. */
final class Combine {
  private Combine() {}

  static Tensor broadcast(String op, Binary f, Tensor x, Tensor y) {
    Operands.requireAlike(op, x, y);
    var shape = Shape.broadcast(op, x.shape(), y.shape());
    var z = Tensor.empty(x.device(), f.isComparison() ? DType.I32 : x.dtype(), shape);
    x.kernels().elementwise().combine(f, Operands.stretch(x, shape), Operands.stretch(y, shape), z.view());
    return z;
  }
}
