package org.vitrail.tensor;

import org.vitrail.kernels.reduce.Reductions.Kind;
import org.vitrail.tensor.ops.ArgExtremum;
import org.vitrail.tensor.ops.CumProd;
import org.vitrail.tensor.ops.CumSum;
import org.vitrail.tensor.ops.Extreme;
import org.vitrail.tensor.ops.Norm;
import org.vitrail.tensor.ops.Prod;
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

  /** Standard deviation: the root of the variance, with gradient 0 where that is 0. */
  default Tensor std(double correction, int... axes) {
    return stdKeep(correction, axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The standard deviation with reduced axes left at size 1. */
  default Tensor stdKeep(double correction, int... axes) {
    double n = 1;
    for (int axis : self().shape().axes(axes)) n *= self().dim(axis);
    return self().sub(meanKeep(axes)).normKeep(2, axes).mul(1 / Math.sqrt(n - correction));
  }

  /** {@code (Σ |x|ᵖ)^(1/p)} for p &gt; 0; the largest |x| for p = ∞, the number of elements ≠ 0 for p = 0. */
  default Tensor norm(double p, int... axes) {
    return normKeep(p, axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The norm with reduced axes left at size 1. */
  default Tensor normKeep(double p, int... axes) {
    if (p == Double.POSITIVE_INFINITY) return self().abs().maxKeep(axes);
    if (p == 0) return self().ne(0).to(self().dtype()).sumKeep(axes);
    if (!(p > 0)) throw new IllegalArgumentException("norm: p is " + p + ", it must not be negative");
    return Tensor.of(new Norm(self(), p, self().shape().axes(axes)));
  }

  /** {@code Π x}, with exact gradients where elements are 0. */
  default Tensor prod(int... axes) {
    return prodKeep(axes).reshape(self().shape().without(self().shape().axes(axes)));
  }

  /** The product with reduced axes left at size 1. */
  default Tensor prodKeep(int... axes) {
    var y = self();
    for (int axis : y.shape().axes(axes)) y = Tensor.of(new Prod(y, axis));
    return y;
  }

  /** {@code yᵢ = Σ_{j≤i} xⱼ} along {@code axis}. */
  default Tensor cumsum(int axis) {
    return Tensor.of(new CumSum(self(), self().shape().axis(axis)));
  }

  /** {@code yᵢ = Π_{j≤i} xⱼ} along {@code axis}, with exact gradients where elements are 0. */
  default Tensor cumprod(int axis) {
    return Tensor.of(new CumProd(self(), self().shape().axis(axis)));
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
