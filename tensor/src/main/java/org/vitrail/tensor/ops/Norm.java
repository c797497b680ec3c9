package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/**
 * {@code y = (Σ |x|ᵖ)^(1/p)} over axes, which stay with size 1, for 0 &lt; p &lt; ∞.  dx = sign(x)·|x|ᵖ⁻¹·dy/yᵖ⁻¹, and
 * 0 where y is 0 or, for p &lt; 1, where x is.
 */
public record Norm(Tensor x, double p, int[] axes) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), x);
    if (axes.length == 0) return x.abs();
    if (p == 1) return x.abs().sumKeep(axes);
    return p == 2 ? x.square().sumKeep(axes).sqrt() : x.abs().pow(p).sumKeep(axes).pow(1 / p);
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> {
      if (p == 1) return x.sign().mul(dy);
      var safe = y.maskedFill(y.eq(0), 1);
      if (p == 2) return x.mul(dy.div(safe));
      var slope = x.sign().mul(x.maskedFill(x.eq(0), p < 1 ? 1 : 0).abs().pow(p - 1));
      return slope.mul(dy.div(safe.pow(p - 1)));
    });
  }
}
