package org.vitrail.bench.kernel;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.Devices;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** What kernels are measured on: numbers of the same size everywhere, the same on every device. */
final class Operands {
  private static final RandomStream RANDOM = RandomStream.of(3).at("bench");

  private Operands() {}

  /** Uniform in [−1, 1). */
  static Tensor uniform(String name, int... shape) {
    return RANDOM.at(name).uniform(Shape.of(shape), -1, 1);
  }

  /** Uniform in [0, 1). */
  static Tensor positive(String name, int... shape) {
    return RANDOM.at(name).uniform(Shape.of(shape), 0, 1);
  }

  /** I32 in 0 … bound−1. */
  static Tensor ids(String name, int bound, int n) {
    var random = RANDOM.at(name);
    var ids = new int[n];
    for (int i = 0; i < n; i++) ids[i] = random.nextInt(bound);
    return Tensor.of(ids, n);
  }

  static Tensor output(int... shape) {
    return Tensor.empty(Devices.current(), DType.F32, Shape.of(shape));
  }
}
