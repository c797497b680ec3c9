package org.vitrail.tensor.ops;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * Queries and keys made ready for attention where they stand, packed as for {@link PackedAttention}: the first heads of
 * x (B, T, C), as many as {@code weight} and {@code bias} (heads, D) have, become {@code rotary(h·weight + bias)} with
 * {@code h = (x − mean)·rstd} of each head (Chameleon Team 2024, section 2.3); what stands behind them stays.
 *
 * <p>With t = dy turned back: dx as in {@link LayerNorm} of t, dWeight = Σ t·h, dBias = Σ t; none of cos and sin.
 */
public final class NormedHeads implements Op {
  private final Tensor x;
  private final Tensor weight;
  private final Tensor bias;
  private final double eps;
  private final Tensor cos;
  private final Tensor sin;
  private final boolean interleaved;
  private Tensor mean;
  private Tensor rstd;

  /** {@code cos} and {@code sin} broadcast to (B, T, heads, D/2), pairs as in {@link Rotary}; null where none turn. */
  public NormedHeads(Tensor x, Tensor weight, Tensor bias, double eps, Tensor cos, Tensor sin, boolean interleaved) {
    this.x = x;
    this.weight = weight;
    this.bias = bias;
    this.eps = eps;
    this.cos = cos;
    this.sin = sin;
    this.interleaved = interleaved;
  }

  @Override public List<Tensor> inputs() {
    return cos == null ? List.of(x, weight, bias) : List.of(x, weight, bias, cos, sin);
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), x);
    for (var input : inputs()) Operands.requireAlike(name(), x, input);
    Operands.require(x.rank() == 3 && weight.rank() == 2 && bias.shape().equals(weight.shape())
        && weight.size() <= x.dim(2), () -> "normedHeads: x is " + x.shape() + ", weight " + weight.shape()
        + " and bias " + bias.shape() + ", they must be (B, T, C) and twice (heads, D), no more than C elements");
    var in = x.contiguous();
    var y = x.emptyLike(x.shape());
    mean = x.emptyLike(Shape.of(x.dim(0) * x.dim(1), heads()));
    rstd = x.emptyLike(mean.shape());
    x.kernels().norms().layerNorm(rows(in), weight.contiguous().view(), bias.contiguous().view(), eps, rows(y),
        mean.view(), rstd.view());
    turn(y, false, y);
    x.kernels().elementwise().copy(others(in).view(), others(y).view());
    return y;
  }

  private int heads() {
    return weight.dim(0);
  }

  private int width() {
    return weight.dim(1);
  }

  /** The heads of a contiguous (B, T, C) as (B·T, heads, D). */
  private View rows(Tensor t) {
    return new View(t.view().storage(), t.view().offset(), new int[] {t.dim(0) * t.dim(1), heads(), width()},
        new int[] {t.dim(2), width(), 1});
  }

  /** The heads of (B, T, C) as (B, T, heads, D). */
  private Tensor heads(Tensor t) {
    return t.slice(2, 0, weight.size()).unflatten(2, heads(), width());
  }

  private Tensor others(Tensor t) {
    return t.slice(2, weight.size(), t.dim(2));
  }

  /** Turns the heads of {@code from} to those of {@code to}, or copies them where nothing turns. */
  private void turn(Tensor from, boolean back, Tensor to) {
    if (cos != null) new Rotary(heads(from), cos, back ? sin.neg() : sin, interleaved).forward(heads(to));
    else if (from != to) x.kernels().elementwise().copy(heads(from).view(), heads(to).view());
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    var all = Recorder.isListening() ? composed(dy) : fused(dy);
    var answers = new ArrayList<Gradient>(List.of(all::x, all::weight, all::bias));
    if (cos != null) answers.addAll(List.of(Gradient.NONE, Gradient.NONE));
    return answers;
  }

  private record Gradients(Tensor x, Tensor weight, Tensor bias) {}

  private Gradients fused(Tensor dy) {
    var all = new Gradients(x.emptyLike(x.shape()), x.emptyLike(weight.shape()), x.emptyLike(weight.shape()));
    turn(dy, true, all.x);
    x.kernels().norms().layerNormGrad(rows(x.contiguous()), weight.contiguous().view(), mean.view(), rstd.view(),
        rows(all.x), null, rows(all.x), all.weight.view(), all.bias.view());
    x.kernels().elementwise().copy(others(dy).view(), others(all.x).view());
    return all;
  }

  private Gradients composed(Tensor dy) {
    var t = cos == null ? heads(dy) : heads(dy).rotary(cos, sin.neg(), interleaved);
    var h = heads(x).layerNorm(null, null, eps);
    var dx = new LayerNorm(heads(x), null, null, eps).backward(h, t.mul(weight)).getFirst().get();
    return new Gradients(Shaping.cat(2, dx.flatten(2, 3), others(dy)), t.mul(h).sumTo(weight.shape()),
        t.sumTo(bias.shape()));
  }
}
