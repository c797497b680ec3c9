package org.vitrail.tensor.ops;

import java.util.List;
import java.util.stream.Stream;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Root-mean-square normalisation over the last axis (Zhang and Sennrich 2019): {@code y = h·weight},
 * {@code h = x·rstd}.  With g = dy·weight: dx = rstd·(g − h·mean(g·h)), dWeight = Σ dy·h.
 */
public final class RmsNorm implements Op {
  private final Tensor x;
  private final Tensor weight;
  private final double eps;
  private Tensor rstd;

  /** {@code weight} may be null. */
  public RmsNorm(Tensor x, Tensor weight, double eps) {
    this.x = x;
    this.weight = weight;
    this.eps = eps;
  }

  @Override public List<Tensor> inputs() {
    return Stream.of(x, weight).filter(t -> t != null).toList();
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), x);
    Operands.require(x.rank() > 0, () -> "rmsNorm: a scalar has no axis to normalise");
    if (weight != null) {
      Operands.requireAlike(name(), x, weight);
      Operands.require(weight.shape().equals(Shape.of(x.dim(-1))),
          () -> "rmsNorm: the weight is " + weight.shape() + ", the last axis of " + x.shape() + " has " + x.dim(-1));
    }
    var y = x.emptyLike(x.shape());
    rstd = x.emptyLike(x.shape().reduced(-1));
    x.kernels().norms().rmsNorm(x.contiguous().view(), viewOf(weight), eps, y.view(), rstd.view());
    return y;
  }

  private static View viewOf(Tensor t) {
    return t == null ? null : t.contiguous().view();
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    if (Recorder.isListening()) {
      var scale = x.square().meanKeep(-1).add(eps).rsqrt();
      var h = x.mul(scale);
      var g = weight == null ? dy : dy.mul(weight);
      return answers(() -> scale.mul(g.sub(h.mul(g.mul(h).meanKeep(-1)))), () -> dy.mul(h).sumTo(weight.shape()));
    }
    var fused = new Fused(dy.contiguous());
    return answers(fused, fused::weight);
  }

  private List<Gradient> answers(Gradient ofX, Gradient ofWeight) {
    return weight == null ? List.of(ofX) : List.of(ofX, ofWeight);
  }

  /** Both gradients by one call of the kernel, when the first is asked for. */
  private final class Fused implements Accumulation {
    private final Tensor dy;
    private Tensor dWeight;

    Fused(Tensor dy) {
      this.dy = dy;
    }

    @Override public Tensor get() {
      var dx = x.emptyLike(x.shape());
      run(null, dx);
      return dx;
    }

    @Override public void addTo(Tensor sum) {
      run(sum, sum);
    }

    Tensor weight() {
      if (dWeight == null) run(null, null);
      return dWeight;
    }

    private void run(Tensor dResidual, Tensor dx) {
      dWeight = weight == null ? null : weight.emptyLike(weight.shape());
      x.kernels().norms().rmsNormGrad(x.contiguous().view(), viewOf(weight), rstd.view(), dy.view(), viewOf(dResidual),
          viewOf(dx), viewOf(dWeight));
    }
  }
}
