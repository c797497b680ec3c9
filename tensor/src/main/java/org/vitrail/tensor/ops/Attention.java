package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Scaled dot-product attention (Vaswani et al. 2017): {@code s = scale·q·kᵀ + mask}, {@code p = softmax(s)},
 * {@code y = p·v}, for q (batch, heads, queries, d), k (batch, kvHeads, keys, d), v (batch, kvHeads, keys, e); each kv
 * head serves heads/kvHeads heads in a row. Causal: query i sees keys j ≤ i.
 *
 * <p>dv = pᵀ·dy,  ds = p·(dp − Σ dp·p) with dp = dy·vᵀ,  dq = scale·ds·k,  dk = scale·dsᵀ·q,  dmask = ds. The kernel
 * stores neither s nor p; only a gradient of the mask, or one that has to be differentiable, computes them.
 */
public final class Attention implements Op {
  private final Tensor q;
  private final Tensor k;
  private final Tensor v;
  private final Tensor mask;
  private final boolean causal;
  private final double scale;
  private Tensor m;
  private Tensor l;

  /** {@code mask} broadcasts to (batch, heads, queries, keys), or is null. */
  public Attention(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal, double scale) {
    this.q = q;
    this.k = k;
    this.v = v;
    this.mask = mask;
    this.causal = causal;
    this.scale = scale;
  }

  @Override public List<Tensor> inputs() {
    return mask == null ? List.of(q, k, v) : List.of(q, k, v, mask);
  }

  @Override public Tensor forward() {
    requireOperands();
    var y = like(q, q.shape().with(3, v.dim(3)));
    m = q.emptyLike(q.shape().without(3));
    l = q.emptyLike(q.shape().without(3));
    q.kernels().attention().forward(view(q), view(k), view(v), maskView(), scale, causal, y.view(), m.view(),
        l.view());
    return y;
  }

  private void requireOperands() {
    Operands.requireReal(name(), q);
    for (var input : inputs()) Operands.requireAlike(name(), q, input);
    boolean fits = q.rank() == 4 && k.rank() == 4 && v.rank() == 4 && q.dim(0) == k.dim(0) && q.dim(3) == k.dim(3)
        && v.shape().with(3, k.dim(3)).equals(k.shape());
    Operands.require(fits, () -> "attention: q " + q.shape() + ", k " + k.shape() + ", v " + v.shape()
        + ", they must be (batch, heads, queries, d), (batch, kvHeads, keys, d) and (batch, kvHeads, keys, e)");
    Operands.require(k.dim(1) > 0 && q.dim(1) % k.dim(1) == 0,
        () -> "attention: " + q.dim(1) + " heads are no multiple of " + k.dim(1) + " kv heads");
    Operands.require(k.dim(2) > 0, () -> "attention: k " + k.shape() + " has no keys");
    Operands.require(mask == null || Shape.broadcast(name(), mask.shape(), scores()).equals(scores()),
        () -> "attention: the mask " + mask.shape() + " does not stretch to the scores " + scores());
  }

  private Shape scores() {
    return Shape.of(q.dim(0), q.dim(1), q.dim(2), k.dim(2));
  }

  private View maskView() {
    return mask == null ? null : Operands.stretch(mask, scores());
  }

  /** Memory for {@code shape} with the heads inside the positions where {@code x} has them so. */
  private static Tensor like(Tensor x, Shape shape) {
    if (x.view().stride(1) >= x.view().stride(2)) return x.emptyLike(shape);
    return x.emptyLike(Shape.of(shape.dim(0), shape.dim(2), shape.dim(1), shape.dim(3))).transpose(1, 2);
  }

  /** The view of x, or of a copy, whose last axis has stride 1. */
  private static View view(Tensor x) {
    return x.view().stride(3) == 1 ? x.view() : x.contiguous().view();
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    if (Recorder.isListening()) return composed(dy);
    var dq = like(q, q.shape());
    var dk = like(k, k.shape());
    var dv = like(v, v.shape());
    q.kernels().attention().backward(view(q), view(k), view(v), maskView(), scale, causal, y.view(), m.view(),
        l.view(), view(dy), dq.view(), dk.view(), dv.view());
    return answers(() -> dq, () -> dk, () -> dv, () -> composed(dy).getLast().get());
  }

  private List<Gradient> composed(Tensor dy) {
    var keys = repeated(k);                                               // (batch, heads, keys, d)
    var s = q.matmul(keys.t()).mul(scale);                                // (batch, heads, queries, keys)
    if (mask != null) s = s.add(mask);
    if (causal) s = s.maskedFill(future(), Double.NEGATIVE_INFINITY);
    var p = s.softmax(-1);
    var dp = dy.matmul(repeated(v).t());
    var ds = p.mul(dp.sub(dp.mul(p).sumKeep(-1)));
    return answers(() -> ds.matmul(keys).mul(scale), () -> gathered(ds.t().matmul(q)).mul(scale),
        () -> gathered(p.t().matmul(dy)), () -> ds.sumTo(mask.shape()));
  }

  private List<Gradient> answers(Gradient dq, Gradient dk, Gradient dv, Gradient dMask) {
    return mask == null ? List.of(dq, dk, dv) : List.of(dq, dk, dv, dMask);
  }

  /** (queries, keys): 1 where key j > query i. */
  private Tensor future() {
    return Tensor.range(k.dim(2)).gt(Tensor.range(q.dim(2)).unsqueeze(1));
  }

  /** Each kv head as often as heads read it. */
  private Tensor repeated(Tensor x) {
    int group = q.dim(1) / x.dim(1);
    return group == 1 ? x : x.unsqueeze(2).expand(-1, -1, group, -1, -1).flatten(1, 2);
  }

  /** The transpose of {@link #repeated}: the sum over the heads that read one kv head. */
  private Tensor gathered(Tensor dx) {
    int group = q.dim(1) / k.dim(1);
    return group == 1 ? dx : dx.unflatten(1, -1, group).sum(2);
  }
}
