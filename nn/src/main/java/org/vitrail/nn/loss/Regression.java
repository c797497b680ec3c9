package org.vitrail.nn.loss;

import org.vitrail.tensor.Tensor;

/** Distances of predictions x from targets t, element by element; d = x − t. */
public final class Regression {
  private Regression() {}

  /** Mean of {@code d²}. */
  public static Tensor mse(Tensor x, Tensor t) {
    return mse(x, t, Reduction.MEAN);
  }

  /** {@code d²}. */
  public static Tensor mse(Tensor x, Tensor t, Reduction reduction) {
    return reduction.of(x.sub(t).square());
  }

  /** Mean of {@code |d|}. */
  public static Tensor l1(Tensor x, Tensor t) {
    return l1(x, t, Reduction.MEAN);
  }

  /** {@code |d|}. */
  public static Tensor l1(Tensor x, Tensor t, Reduction reduction) {
    return reduction.of(x.sub(t).abs());
  }

  /** {@code ½d²/β} where |d| &lt; β, {@code |d| − ½β} elsewhere (Girshick 2015); β = 0 is {@link #l1}. */
  public static Tensor smoothL1(Tensor x, Tensor t, double beta, Reduction reduction) {
    return beta == 0 ? l1(x, t, reduction) : reduction.of(huber(x, t, beta, Reduction.NONE).mul(1 / beta));
  }

  /** {@code ½d²} where |d| &lt; δ, {@code δ·(|d| − ½δ)} elsewhere (Huber 1964). */
  public static Tensor huber(Tensor x, Tensor t, double delta, Reduction reduction) {
    var d = x.sub(t);
    var far = d.abs();
    return reduction.of(far.lt(delta).where(d.square().mul(0.5), far.sub(delta / 2).mul(delta)));
  }
}
