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
    var w = Row.of(weight, n, 1);
    var b = Row.of(bias, n, 0);
    Workers.split(x.size() / n, n, (first, end) -> {
      var in = x.floats();
      for (int r = first; r < end; r++) {
        int at = x.offset() + r * n;
        float m = mean == null ? 0 : Runs.sum(in, at, n) / n;
        float scale = (float) (1 / Math.sqrt(Runs.squares(in, at, n, m) / (double) n + eps));
        NormRows.normalise(in, at, m, scale, w, b, y.floats(), y.offset() + r * n, n);
        if (mean != null) mean.floats()[mean.offset() + r] = m;
        rstd.floats()[rstd.offset() + r] = scale;
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
    int rows = x.size() / n;
    int blocks = Math.max(1, (rows + HEIGHT - 1) / HEIGHT);
    var w = Row.of(weight, n, 1);
    var sums = Scratch.NORM_SUMS.floats(blocks * 2 * n);
    Workers.split(blocks, HEIGHT * n, (first, end) -> {
      Arrays.fill(sums, first * 2 * n, end * 2 * n, 0);
      for (int r = first * HEIGHT; r < Math.min(rows, end * HEIGHT); r++) {
        int at = x.offset() + r * n;
        int dyAt = dy.offset() + r * n;
        float m = mean == null ? 0 : mean.floats()[mean.offset() + r];
        float s = rstd.floats()[rstd.offset() + r];
        float sumGh = NormRows.sums(x.floats(), at, m, s, w, dy.floats(), dyAt, sums, r / HEIGHT * 2 * n, n);
        if (dx == null) continue;
        float meanG = mean == null ? 0 : Runs.dot(dy.floats(), dyAt, w.array(), w.at(), n) / n;
        var past = dResidual == null ? null : dResidual.floats();
        int pastAt = dResidual == null ? 0 : dResidual.offset() + r * n;
        NormRows.inputGradient(x.floats(), at, m, s, w, dy.floats(), dyAt, meanG, sumGh / n, past, pastAt, dx.floats(),
            dx.offset() + r * n, n);
      }
    });
    Runs.fold(sums, blocks, 2 * n);
    if (dWeight != null) System.arraycopy(sums, 0, dWeight.floats(), dWeight.offset(), n);
    if (dBias != null) System.arraycopy(sums, n, dBias.floats(), dBias.offset(), n);
  }
}
