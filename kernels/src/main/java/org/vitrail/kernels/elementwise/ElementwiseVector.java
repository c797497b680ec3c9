package org.vitrail.kernels.elementwise;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.Storage;
import org.vitrail.kernels.View;

/** Floats on vectors and all threads, in tiles; other types as the specification. */
public final class ElementwiseVector implements Elementwise {
  private final Elementwise scalar = new ElementwiseScalar();

  @Override public void map(Unary f, double a, double b, View x, View y) {
    if (areFloats(x, y)) Tiling.run(UnaryLoops.of(f, a, b), x, y);
    else scalar.map(f, a, b, x, y);
  }

  @Override public void mapGrad(Unary f, int order, double a, double b, View x, View dy, View dx) {
    if (areFloats(x, dy, dx)) Tiling.run(GradientLoops.of(f, order, a, b), x, dy, dx);
    else scalar.mapGrad(f, order, a, b, x, dy, dx);
  }

  @Override public void mapGradBias(Unary f, double a, double b, View x, View dy, View dx, View dBias) {
    if (areFloats(x, dy, dx, dBias)) BiasGradient.run(GradientLoops.of(f, 1, a, b), x, dy, dx, dBias);
    else scalar.mapGradBias(f, a, b, x, dy, dx, dBias);
  }

  @Override public void gate(Unary f, double a, double b, View x, View y, View z) {
    if (areFloats(x, y, z)) Tiling.run(GateLoops.of(f, a, b), x, y, z);
    else scalar.gate(f, a, b, x, y, z);
  }

  @Override public void gateGrad(Unary f, double a, double b, View x, View y, View dz, View dx) {
    if (areFloats(x, y, dz, dx)) Tiling.run(GateLoops.gradient(f, a, b), x, y, dz, dx);
    else scalar.gateGrad(f, a, b, x, y, dz, dx);
  }

  @Override public void combine(Binary f, View x, View y, View z) {
    boolean fits = f.isComparison() ? z.dtype() == DType.I32 : z.dtype() == DType.F32;
    if (fits && areFloats(x, y)) Tiling.run(BinaryLoops.of(f), x, y, z);
    else scalar.combine(f, x, y, z);
  }

  @Override public void select(View condition, View x, View y, View z) {
    if (condition.dtype() == DType.I32 && areFloats(x, y, z)) Tiling.run(BinaryLoops.select(), condition, x, y, z);
    else scalar.select(condition, x, y, z);
  }

  @Override public void fill(double value, View z) {
    if (areFloats(z)) copy(constant(value, z), z);
    else scalar.fill(value, z);
  }

  private static View constant(double value, View like) {
    return new View(new Storage.Floats(new float[] {(float) value}), 0, like.shape(), new int[like.rank()]);
  }

  @Override public void copy(View x, View y) {
    Tiling.copy(x, y);
  }

  private static boolean areFloats(View... views) {
    for (var v : views) if (v.dtype() != DType.F32) return false;
    return true;
  }
}
