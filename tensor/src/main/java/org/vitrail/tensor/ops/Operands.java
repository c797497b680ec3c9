package org.vitrail.tensor.ops;

import java.util.function.Supplier;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.TypeException;

/** What operations ask of their operands. */
final class Operands {
  private Operands() {}

  /** Refuses operands of different types or devices. */
  static void requireAlike(String op, Tensor x, Tensor y) {
    if (x.dtype() != y.dtype()) {
      throw new TypeException(op + ": " + x.dtype() + " does not meet " + y.dtype() + ", convert one with to(DType)");
    }
    requireSameDevice(op, x, y);
  }

  static void requireSameDevice(String op, Tensor x, Tensor y) {
    if (x.device() != y.device()) {
      throw new TypeException(op + ": one operand is on " + x.device().name() + ", the other on " + y.device().name());
    }
  }

  static void requireReal(String op, Tensor x) {
    if (!x.dtype().isReal()) throw new TypeException(op + ": " + x + " holds integers, convert it with to(DType.F32)");
  }

  static void requireInts(String op, String what, Tensor x) {
    if (x.dtype().isReal()) throw new TypeException(op + ": " + what + " is " + x + ", it must be I32");
  }

  static void require(boolean fits, Supplier<String> message) {
    if (!fits) throw new ShapeException(message.get());
  }

  /** Refuses indices outside 0 … {@code bound}−1. */
  static void requireIndices(String op, Tensor ids, int bound) {
    for (int id : ids.toInts()) {
      if (id < 0 || id >= bound) throw new ShapeException(op + ": index " + id + " is outside 0 … " + (bound - 1));
    }
  }

  /** The view of {@code x} stretched to {@code shape}: strides of 0 where it repeats. */
  static View stretch(Tensor x, Shape shape) {
    var strides = new int[shape.rank()];
    int extra = shape.rank() - x.rank();
    for (int axis = 0; axis < x.rank(); axis++) {
      strides[axis + extra] = x.dim(axis) == 1 ? 0 : x.view().stride(axis);
    }
    return new View(x.view().storage(), x.view().offset(), shape.sizes(), strides);
  }
}
