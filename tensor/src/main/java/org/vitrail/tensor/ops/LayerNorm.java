package org.vitrail.tensor.ops;

import java.util.List;
import java.util.stream.Stream;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Layer normalisation over the last axis (Ba et al. 2016): {@code y = h·weight + bias}, {@code h = (x − mean)·rstd}.
 * With g = dy·weight: dx = rstd·(g − mean(g) − h·mean(g·h)), dWeight = Σ dy·h, dBias = Σ dy.
 */
public final class LayerNorm implements Op {
  private final Tensor x;
  private final Tensor weight;
  private final Tensor bias;
  private final double eps;
  private Tensor mean;
  private Tensor rstd;

  /** {@code weight} and {@code bias} may be null. */
  public LayerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    this.x = x;
    this.weight = weight;
    this.bias = bias;
    this.eps = eps;
  }

  @Override public List<Tensor> inputs() {
    return Stream.of(x, weight, bias).filter(t -> t != null).toList();
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), x);
    Operands.require(x.rank() > 0, () -> "layerNorm: a scalar has no axis to normalise");
    for (var scale : inputs().subList(1, inputs().size())) {
      Operands.requireAlike(name(), x, scale);
      Operands.require(scale.shape().equals(Shape.of(x.dim(-1))),
          () -> "layerNorm: weight or bias is " + scale.shape()
              + ", the last axis of " + x.shape() + " has " + x.dim(-1));
    }
    var y = x.emptyLike(x.shape());
    mean = x.emptyLike(x.shape().reduced(-1));
    rstd = x.emptyLike(x.shape().reduced(-1));
    x.kernels().norms().layerNorm(x.contiguous().view(), viewOf(weight), viewOf(bias), eps, y.view(), mean.view(),
        rstd.view());
    return y;
  }

  private static View viewOf(Tensor t) {
    return t == null ? null : t.contiguous().view();
  }

  /** The mean of each row, on an axis of size 1. */
  public Tensor mean() {
    return mean;
  }

  /** The biased variance of each row, on an axis of size 1. */
  public Tensor variance() {
    return rstd.pow(-2).sub(eps);
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    if (Recorder.isListening()) {
      var all = composed(dy);
      return answers(() -> all.x, () -> all.weight, () -> all.bias);
    }
    var fused = new Fused(dy.contiguous());
    return answers(fused, () -> fused.parameters().weight, () -> fused.parameters().bias);
  }

  private List<Gradient> answers(Gradient ofX, Gradient ofWeight, Gradient ofBias) {
    return Stream.of(x, weight, bias).filter(t -> t != null).map(t -> t == x ? ofX : t == weight ? ofWeight : ofBias)
        .toList();
  }

  private record Gradients(Tensor x, Tensor weight, Tensor bias) {}

  /** All gradients by one call of the kernel, when the first is asked for. */
  private final class Fused implements Accumulation {
    private final Tensor dy;
    private Gradients all;

    Fused(Tensor dy) {
      this.dy = dy;
    }

    @Override public Tensor get() {
      return run(null, x.emptyLike(x.shape())).x;
    }

    @Override public void addTo(Tensor sum) {
      run(sum, sum);
    }

    Gradients parameters() {
      return all == null ? run(null, null) : all;
    }

    private Gradients run(Tensor dResidual, Tensor dx) {
      all = new Gradients(dx, weight == null ? null : weight.emptyLike(weight.shape()),
          bias == null ? null : bias.emptyLike(bias.shape()));
      x.kernels().norms().layerNormGrad(x.contiguous().view(), viewOf(weight), mean.view(), rstd.view(), dy.view(),
          viewOf(dResidual), viewOf(dx), viewOf(all.weight), viewOf(all.bias));
      return all;
    }
  }

  private Gradients composed(Tensor dy) {
    var centred = x.sub(x.meanKeep(-1));
    var scale = centred.square().meanKeep(-1).add(eps).rsqrt();
    var h = centred.mul(scale);
    var g = weight == null ? dy : dy.mul(weight);
    var dx = scale.mul(g.sub(g.meanKeep(-1)).sub(h.mul(g.mul(h).meanKeep(-1))));
    return new Gradients(dx, weight == null ? null : dy.mul(h).sumTo(weight.shape()),
        bias == null ? null : dy.sumTo(bias.shape()));
  }
}
