package org.vitrail.kernels.norm;

import java.util.Arrays;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.Workers;
import org.vitrail.kernels.math.Runs;
import org.vitrail.kernels.math.Scratch;

/**
 * Rows of floats on vectors, shared out among the threads; other types as the specification. The root-mean-square norm
 * is the layer norm around 0 instead of the mean.
 */
public final class NormsVector implements Norms {
  /** Rows whose parameter gradients are summed one after the other; such sums are then folded in pairs. */
  private static final int HEIGHT = 32;

  private final Norms scalar = new NormsScalar();

  @Override public void layerNorm(View x, View weight, View bias, double eps, View y, View mean, View rstd) {
    if (x.dtype() != DType.F32) scalar.layerNorm(x, weight, bias, eps, y, mean, rstd);
    else normalise(x, weight, bias, eps, y, mean, rstd);
  }

  @Override public void rmsNorm(View x, View weight, double eps, View y, View rstd) {
    if (x.dtype() != DType.F32) scalar.rmsNorm(x, weight, eps, y, rstd);
    else normalise(x, weight, null, eps, y, null, rstd);
  }

  /** {@code y = (x − m)·rstd·weight + bias}, m the mean of the row, or 0 where {@code mean} is null. */
  private static void normalise(View x, View weight, View bias, double eps, View y, View mean, View rstd) {
    int n = x.dim(-1);
    if (x.size() == 0) return;
    var w = Row.all(weight, n, 1);
    var b = Row.all(bias, n, 0);
    int heads = w.length;
    int xStep = Heads.step(x, heads);
    int yStep = Heads.step(y, heads);
    Workers.split(x.size() / n / heads, heads * n, (first, end) -> {
      for (int row = first; row < end; row++) {
        for (int h = 0; h < heads; h++) {
          int r = row * heads + h;
          int at = x.offset() + row * xStep + h * n;
          float m = mean == null ? 0 : Runs.sum(x.floats(), at, n) / n;
          float scale = (float) (1 / Math.sqrt(Runs.squares(x.floats(), at, n, m) / (double) n + eps));
          NormRows.normalise(x.floats(), at, m, scale, w[h], b[b.length == 1 ? 0 : h], y.floats(),
              y.offset() + row * yStep + h * n, n);
          if (mean != null) mean.floats()[mean.offset() + r] = m;
          rstd.floats()[rstd.offset() + r] = scale;
        }
      }
    });
  }

  @Override public void layerNormGrad(View x, View weight, View mean, View rstd, View dy, View dResidual, View dx,
      View dWeight, View dBias) {
    if (x.dtype() != DType.F32) scalar.layerNormGrad(x, weight, mean, rstd, dy, dResidual, dx, dWeight, dBias);
    else gradient(x, weight, mean, rstd, dy, dResidual, dx, dWeight, dBias);
  }

  @Override public void rmsNormGrad(View x, View weight, View rstd, View dy, View dResidual, View dx, View dWeight) {
    if (x.dtype() != DType.F32) scalar.rmsNormGrad(x, weight, rstd, dy, dResidual, dx, dWeight);
    else gradient(x, weight, null, rstd, dy, dResidual, dx, dWeight, null);
  }

  /** The gradients of {@link #normalise}; a row of dx is written last, as it may stand where another operand did. */
  private static void gradient(View x, View weight, View mean, View rstd, View dy, View dResidual, View dx,
      View dWeight, View dBias) {
    int n = x.dim(-1);
    if (n == 0) return;
    var w = Row.all(weight, n, 1);
    int heads = w.length;
    int rows = x.size() / n / heads;
    int size = heads * 2 * n;
    int blocks = Math.max(1, (rows + HEIGHT - 1) / HEIGHT);
    var sums = Scratch.NORM_SUMS.floats(blocks * size);
    int xStep = Heads.step(x, heads);
    int dyStep = Heads.step(dy, heads);
    int dxStep = dx == null ? 0 : Heads.step(dx, heads);
    Workers.split(blocks, HEIGHT * heads * n, (first, end) -> {
      Arrays.fill(sums, first * size, end * size, 0);
      for (int row = first * HEIGHT; row < Math.min(rows, end * HEIGHT); row++) {
        for (int h = 0; h < heads; h++) {
          int r = row * heads + h;
          int at = x.offset() + row * xStep + h * n;
          int dyAt = dy.offset() + row * dyStep + h * n;
          int sumAt = row / HEIGHT * size + h * 2 * n;
          float m = mean == null ? 0 : mean.floats()[mean.offset() + r];
          float s = rstd.floats()[rstd.offset() + r];
          float sumGh = NormRows.sums(x.floats(), at, m, s, w[h], dy.floats(), dyAt, sums, sumAt, n);
          if (dx == null) continue;
          float meanG = mean == null ? 0 : Runs.dot(dy.floats(), dyAt, w[h].array(), w[h].at(), n) / n;
          var past = dResidual == null ? null : dResidual.floats();
          int pastAt = dResidual == null ? 0 : dResidual.offset() + r * n;
          NormRows.inputGradient(x.floats(), at, m, s, w[h], dy.floats(), dyAt, meanG, sumGh / n, past, pastAt,
              dx.floats(), dx.offset() + row * dxStep + h * n, n);
        }
      }
    });
    Runs.fold(sums, blocks, size);
    for (int h = 0; h < heads; h++) {
      int at = h * 2 * n;
      if (dWeight != null) System.arraycopy(sums, at, dWeight.floats(), dWeight.offset() + h * n, n);
      if (dBias != null) System.arraycopy(sums, at + n, dBias.floats(), dBias.offset() + h * n, n);
    }
  }
}
