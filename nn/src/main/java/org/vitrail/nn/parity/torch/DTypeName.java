package org.vitrail.nn.parity.torch;

import org.vitrail.kernels.DType;
import org.vitrail.tensor.Tensor;

/** A type as expressions name it. */
enum DTypeName {
  FLOAT, DOUBLE, INTEGER, BOOL;

  Object of(Tensor x) {
    return switch (this) {
      case FLOAT -> x.to(DType.F32);
      case DOUBLE -> x.to(DType.F64);
      case INTEGER -> x.to(DType.I32);
      case BOOL -> new Mask(x.ne(0));
    };
  }

  static DTypeName of(Object value) {
    if (value instanceof Mask) return BOOL;
    return switch (Values.tensor(value).dtype()) {
      case F64 -> DOUBLE;
      case I32 -> INTEGER;
      default -> FLOAT;
    };
  }
}
