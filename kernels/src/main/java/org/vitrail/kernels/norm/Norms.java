package org.vitrail.kernels.norm;

import org.vitrail.kernels.View;

/**
 * Normalisation over the last axis of n elements. All views are contiguous; {@code x}, {@code y} and what is added to
 * them are (rows, n), {@code weight}, {@code bias} (n) or null for 1 and 0, the statistics (rows). Gradient outputs may
 * be null when nobody wants them; sums over rows run in an order fixed by the shape.
 */
public interface Norms {

  /**
   * Ba et al. 2016: {@code y = (x − mean)·rstd·weight + bias}, {@code rstd = 1/√(var + eps)}, biased variance.
   *
   * <p>Heads that stand side by side may have a weight and a bias each: then both are (heads, n), {@code x}, {@code y}
   * and their gradients (rows, heads, n), where each row may stand apart from the next, the statistics (rows, heads).
   */
  void layerNorm(View x, View weight, View bias, double eps, View y, View mean, View rstd);

  /**
   * With {@code h = (x − mean)·rstd} and {@code g = dy·weight}:
   * {@code dx = rstd·(g − mean(g) − h·mean(g·h)) + dResidual}, {@code dWeight = Σ_rows dy·h}, {@code dBias = Σ_rows dy}.
   *
   * @param dResidual a gradient that reaches x on another way, past the norm; null for none, and where heads have
   *     weights of their own
   */
  void layerNormGrad(View x, View weight, View mean, View rstd, View dy, View dResidual, View dx, View dWeight,
      View dBias);

  /** Zhang and Sennrich 2019: {@code y = x·rstd·weight}, {@code rstd = 1/√(mean(x²) + eps)}. */
  void rmsNorm(View x, View weight, double eps, View y, View rstd);

  /**
   * With {@code h = x·rstd}, {@code g = dy·weight}: {@code dx = rstd·(g − h·mean(g·h)) + dResidual},
   * {@code dWeight = Σ_rows dy·h}; {@code dResidual} as in {@link #layerNormGrad}.
   */
  void rmsNormGrad(View x, View weight, View rstd, View dy, View dResidual, View dx, View dWeight);
}
