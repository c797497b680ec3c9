package org.vitrail.tensor;

import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.ops.ArgExtremum;
import org.vitrail.tensor.ops.Extreme;
import org.vitrail.tensor.ops.Sum;

/** Results over one or more axes. No axes named means all; {@code keep} leaves reduced axes with size 1. */
public sealed interface Reducing permits Tensor {
  Tensor self();

  default Tensor sum(int... axes) {
    return sumKeep(axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The sum with reduced axes left at size 1. */
  default Tensor sumKeep(int... axes) {
    return Tensor.of(new Sum(self(), self().shape().axes(axes)));
  }

  /** Sums what was broadcast, so that the result has {@code shape}. */
  default Tensor sumTo(Shape shape) {
    var x = self();
    if (x.shape().equals(shape)) return x;
    int extra = x.rank() - shape.rank();
    var axes = java.util.stream.IntStream.range(0, x.rank())
        .filter(axis -> axis < extra || shape.dim(axis - extra) == 1 && x.dim(axis) != 1).toArray();
    return (axes.length == 0 ? x : x.sumKeep(axes)).reshape(shape);
  }

  default Tensor mean(int... axes) {
    return meanKeep(axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The mean with reduced axes left at size 1. */
  default Tensor meanKeep(int... axes) {
    double n = 1;
    for (int axis : self().shape().axes(axes)) n *= self().dim(axis);
    return sumKeep(axes).mul(1 / n);
  }

  /** Variance: the mean square deviation, divided by n − {@code correction}. */
  default Tensor variance(double correction, int... axes) {
    return varianceKeep(correction, axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The variance with reduced axes left at size 1. */
  default Tensor varianceKeep(double correction, int... axes) {
    double n = 1;
    for (int axis : self().shape().axes(axes)) n *= self().dim(axis);
    return self().sub(meanKeep(axes)).square().sumKeep(axes).mul(1 / (n - correction));
  }

  /** The largest element; equal ones share the gradient. */
  default Tensor max(int... axes) {
    return maxKeep(axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The largest element with reduced axes left at size 1. */
  default Tensor maxKeep(int... axes) {
    return Tensor.of(new Extreme(Kind.MAX, self(), self().shape().axes(axes)));
  }

  /** The smallest element; equal ones share the gradient. */
  default Tensor min(int... axes) {
    return minKeep(axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The smallest element with reduced axes left at size 1. */
  default Tensor minKeep(int... axes) {
    return Tensor.of(new Extreme(Kind.MIN, self(), self().shape().axes(axes)));
  }

  /** Place (I32) of the first largest element along {@code axis}. */
  default Tensor argmax(int axis) {
    return Tensor.of(new ArgExtremum(Kind.MAX, self(), self().shape().axis(axis))).squeeze(axis);
  }

  /** Place (I32) of the first smallest element along {@code axis}. */
  default Tensor argmin(int axis) {
    return Tensor.of(new ArgExtremum(Kind.MIN, self(), self().shape().axis(axis))).squeeze(axis);
  }

  /** {@code log Σ exp(x)}, without overflow. */
  default Tensor logSumExp(int... axes) {
    var peak = self().detach().maxKeep(axes);
    var shift = peak.abs().eq(Double.POSITIVE_INFINITY).where(peak.zerosLike(), peak);
    var lse = self().sub(shift).exp().sumKeep(axes).log().add(shift);
    return lse.reshape(self().shape().without(self().shape().axes(axes)));
  }
}
