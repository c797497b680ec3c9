package org.vitrail.kernels.norm;

import org.vitrail.kernels.DType;
import org.vitrail.kernels.View;
import org.vitrail.kernels.opencl.OpenClDevice;
import org.vitrail.kernels.opencl.Source;
import org.vitrail.kernels.reduce.Reductions;

/** A few lanes for each row; the gradients of the parameters in stretches of rows, of which the sums are reduced. */
public final class NormsOpenCl implements Norms {
  private static final Source ROWS = Source.of(NormsOpenCl.class, "norm.cl")
      .including(Source.class, "rows.cl").including(Source.class, "pairs.cl");
  private static final Source PARAMETERS = Source.of(NormsOpenCl.class, "parameters.cl")
      .including(Source.class, "pairs.cl");
  /** Columns and lanes of a group, as in {@code parameters.cl}. */
  private static final int COLUMNS = 32;
  private static final int LANES = 8;
  /** Rows of a lane, at least. */
  private static final int FEW = 16;
  private static final int MOST_STRETCHES = 128;

  private final OpenClDevice cl;
  private final Reductions reductions;

  public NormsOpenCl(OpenClDevice cl, Reductions reductions) {
    this.cl = cl;
    this.reductions = reductions;
  }

  @Override public void layerNorm(View x, View weight, View bias, double eps, View y, View mean, View rstd) {
    int heads = Heads.of(weight);
    cl.kernel(ROWS.of(x.dtype()), "layer_norm").arg(x).arg(Heads.step(x, heads)).arg(weight).arg(bias)
        .arg(x.dtype(), eps).arg(y).arg(Heads.step(y, heads)).arg(mean).arg(rstd).arg(heads).rows(rows(x), x.dim(-1));
  }

  @Override public void rmsNorm(View x, View weight, double eps, View y, View rstd) {
    cl.kernel(ROWS.of(x.dtype()), "rms_norm").arg(x).arg(weight).arg(x.dtype(), eps).arg(y).arg(rstd)
        .rows(rows(x), x.dim(-1));
  }

  private static int rows(View x) {
    return x.size() / Math.max(1, x.dim(-1));
  }

  /** The gradient of x comes last: it may take the place of x or dy. */
  @Override public void layerNormGrad(View x, View weight, View mean, View rstd, View dy, View dResidual, View dx,
      View dWeight, View dBias) {
    int heads = Heads.of(weight);
    if (dWeight != null || dBias != null) parameters(x, mean, rstd, dy, heads, dWeight, dBias);
    if (dx == null) return;
    cl.kernel(ROWS.of(x.dtype()), "norm_grad").arg(x).arg(Heads.step(x, heads)).arg(weight).arg(mean).arg(rstd).arg(dy)
        .arg(Heads.step(dy, heads)).arg(dResidual).arg(dx).arg(Heads.step(dx, heads)).arg(heads)
        .rows(rows(x), x.dim(-1));
  }

  @Override public void rmsNormGrad(View x, View weight, View rstd, View dy, View dResidual, View dx, View dWeight) {
    layerNormGrad(x, weight, null, rstd, dy, dResidual, dx, dWeight, null);
  }

  private void parameters(View x, View mean, View rstd, View dy, int heads, View dWeight, View dBias) {
    int rows = rows(x) / heads;
    int stretches = Math.clamp(rows / (LANES * FEW), 1, MOST_STRETCHES);
    int height = Math.max(1, Math.ceilDiv(rows, stretches));
    stretches = Math.max(1, Math.ceilDiv(rows, height));
    if (stretches == 1) {
      stretch(x, mean, rstd, dy, heads, height, 1, dWeight, dBias);
      return;
    }
    var weights = partial(dWeight, stretches, x.dtype());
    var biases = partial(dBias, stretches, x.dtype());
    stretch(x, mean, rstd, dy, heads, height, stretches, weights, biases);
    add(weights, dWeight);
    add(biases, dBias);
  }

  private View partial(View out, int stretches, DType dtype) {
    return out == null ? null : View.of(cl.allocate(dtype, stretches * out.size()), stretches, out.size());
  }

  private void stretch(View x, View mean, View rstd, View dy, int heads, int height, int stretches, View dWeight,
      View dBias) {
    int n = x.dim(-1);
    cl.kernel(PARAMETERS.of(x.dtype()), "parameter_sums").arg(x).arg(Heads.step(x, heads)).arg(mean).arg(rstd).arg(dy)
        .arg(Heads.step(dy, heads)).arg(rows(x) / heads).arg(heads).arg(n).arg(height).arg(dWeight).arg(dBias)
        .grid(new long[] {Math.ceilDiv(heads * n, COLUMNS), stretches}, new int[] {COLUMNS * LANES, 1});
  }

  /** {@code out[c] = Σ_s partial[s, c]}. */
  private void add(View partial, View out) {
    if (out == null) return;
    int n = out.size();
    reductions.reduce(Reductions.Kind.SUM, partial, new View(out.storage(), out.offset(), new int[] {1, n},
        View.rowMajor(1, n)));
    cl.recycle(partial.storage(), "gradients of a norm");
  }
}
