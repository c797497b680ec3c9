package org.vitrail.nn.optim;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Adafactor (Shazeer and Stern 2018): Adam without m, whose v for a matrix is kept as its row means r and column means
 * c alone. With {@code β = 1 − t^−0.8},
 * {@code r ← βr + (1 − β)·rowMean(g²);  c ← βc + (1 − β)·colMean(g²);  v̂ = r·cᵀ/mean(r)};
 * {@code u = g/√v̂;  p ← p − rate·λp − α·u/max(1, RMS(u))}. What differs between implementations is a {@link Variant}.
 */
public final class Adafactor extends PerParameter {

  /** How long a step is, and what keeps v̂ from 0. */
  public enum Variant {
    /** PyTorch: α = max(0.001, RMS(p))·min(lr, 1/√t), decay by lr; √v̂ is at least the unit roundoff. */
    TORCH,
    /** Transformers with a given rate: α = lr, decay by α; 1e−30 is added to g². */
    ABSOLUTE,
    /** Transformers and the paper: α = max(0.001, RMS(p))·min(0.01, 1/√t) whatever lr says; 1e−30 is added to g². */
    RELATIVE
  }

  private static final double UNIT_ROUNDOFF = Math.ulp(1f);
  private static final double LEAST_SCALE = 1e-3;
  private static final double TINY = 1e-30;

  private final Variant variant;

  public Adafactor(List<Group> groups, Variant variant) {
    super(groups);
    this.variant = variant;
  }

  @Override protected void update(Parameter p, Tensor g, Memory memory, double rate, double decay) {
    double alpha = alpha(p, memory.t(), rate);
    double shrink = decay * (variant == Variant.TORCH ? rate : alpha);
    double beta = 1 - Math.pow(memory.t(), -0.8);
    var g2 = variant == Variant.TORCH ? g.square() : g.square().add(TINY);
    var u = g.mul(g.rank() < 2 ? inverseRoot(average(memory.zeros("v"), beta, g2)) : factored(g2, beta, memory));
    p.assign(p.mul(1 - shrink).sub(u.mul(alpha / Math.max(1, rms(u)))));
  }

  private double alpha(Tensor p, int t, double rate) {
    return switch (variant) {
      case TORCH -> Math.max(LEAST_SCALE, rms(p)) * Math.min(rate, 1 / Math.sqrt(t));
      case ABSOLUTE -> rate;
      case RELATIVE -> Math.max(LEAST_SCALE, rms(p)) * Math.min(0.01, 1 / Math.sqrt(t));
    };
  }

  /** 1/√v̂ of the rows and columns of {@code g2}. */
  private Tensor factored(Tensor g2, double beta, Memory memory) {
    var r = average(memory.full("r", 0, g2.shape().with(-1, 1)), beta, g2.meanKeep(-1));       // (…, rows, 1)
    var c = average(memory.full("c", 0, g2.shape().with(-2, 1)), beta, g2.meanKeep(-2));       // (…, 1, columns)
    var mean = r.meanKeep(-2);                                                                 // (…, 1, 1)
    if (variant == Variant.TORCH) return inverseRoot(r.mul(c).div(mean.clamp(UNIT_ROUNDOFF, Double.MAX_VALUE)));
    return r.div(mean).rsqrt().mul(c.rsqrt());
  }

  private Tensor inverseRoot(Tensor v) {
    double least = variant == Variant.TORCH ? UNIT_ROUNDOFF * UNIT_ROUNDOFF : 0;
    return v.clamp(least, Double.MAX_VALUE).rsqrt();
  }
}
