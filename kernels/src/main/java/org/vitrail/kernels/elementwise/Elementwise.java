package org.vitrail.kernels.elementwise;

import org.vitrail.kernels.View;

/**
 * One result per element. Unless said otherwise the views of a call have one shape: what was broadcast has strides of 0.
 */
public interface Elementwise {

  /** {@code y = f(x; a, b)}, the parameters as {@link Unary} names them. */
  void map(Unary f, double a, double b, View x, View y);

  /** {@code dx = dy · f⁽ⁿ⁾(x; a, b)}: the derivative of order n = 1 or 2. */
  void mapGrad(Unary f, int order, double a, double b, View x, View dy, View dx);

  /**
   * {@code dx = dy · f′(x; a, b)} and {@code dBias = Σ_rows dx}, the gradient of a bias that was added before f. x, dy
   * and dx are (rows, n), dBias (n), all contiguous; the rows are added in an order fixed by the shape.
   */
  void mapGradBias(Unary f, double a, double b, View x, View dy, View dx, View dBias);

  /** {@code z = f(x; a, b) · y}, a gate that f opens; z is neither x nor y. */
  void gate(Unary f, double a, double b, View x, View y, View z);

  /** {@code dx = dz · y · f′(x; a, b)}, the gradient of {@link #gate} that reaches x; dx is none of the others. */
  void gateGrad(Unary f, double a, double b, View x, View y, View dz, View dx);

  /** {@code z = f(x, y)}; comparisons give I32. */
  void combine(Binary f, View x, View y, View z);

  /** {@code z = condition ≠ 0 ? x : y}; the condition is I32. */
  void select(View condition, View x, View y, View z);

  /** {@code z = value}. */
  void fill(double value, View z);

  /** {@code y = x}, converting between types (to I32: truncated toward zero). */
  void copy(View x, View y);
}
