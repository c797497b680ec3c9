package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * Self-attention on queries, keys and values as one linear map leaves them: packed (B, T, (H + 2·Hkv)·D), the heads of
 * q, then of k, then of v; result (B, T, H·D). The kernel reads and writes the heads where they stand, nothing is
 * rearranged. Formulas as in {@link org.vitrail.kernels.attention.Attention}, scale 1/√D.
 */
public final class PackedAttention implements Op {
  private final Tensor packed;
  private final int heads;
  private final int kvHeads;
  private final Tensor mask;
  private final boolean causal;
  private final int headDim;
  private Tensor m;
  private Tensor l;

  /** {@code mask} broadcasts to (B, H, T, T) and is added to the scores, or is null. */
  public PackedAttention(Tensor packed, int heads, int kvHeads, Tensor mask, boolean causal) {
    this.packed = packed;
    this.heads = heads;
    this.kvHeads = kvHeads;
    this.mask = mask;
    this.causal = causal;
    Operands.require(packed.rank() == 3 && heads > 0 && kvHeads > 0 && heads % kvHeads == 0
        && packed.dim(2) % (heads + 2 * kvHeads) == 0, () -> "packedAttention: " + packed.shape()
        + " does not hold " + heads + " heads of queries and " + kvHeads + " of keys and values in its last axis");
    headDim = packed.dim(2) / (heads + 2 * kvHeads);
  }

  @Override public List<Tensor> inputs() {
    return mask == null ? List.of(packed) : List.of(packed, mask);
  }

  private Shape scores() {
    return Shape.of(packed.dim(0), heads, packed.dim(1), packed.dim(1));
  }

  private View maskView() {
    return mask == null ? null : Operands.stretch(mask, scores());
  }

  private double scale() {
    return 1 / Math.sqrt(headDim);
  }

  /** {@code count} heads from {@code first} of a tensor (B, T, heads·D), as (B, count, T, D). */
  private View heads(Tensor x, int first, int count) {
    var v = x.view();
    return new View(v.storage(), v.offset() + first * headDim * v.stride(2),
        new int[] {x.dim(0), count, x.dim(1), headDim},
        new int[] {v.stride(0), headDim * v.stride(2), v.stride(1), v.stride(2)});
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), packed);
    if (mask != null) {
      Operands.requireAlike(name(), packed, mask);
      Operands.require(Shape.broadcast(name(), mask.shape(), scores()).equals(scores()),
          () -> "packedAttention: the mask " + mask.shape() + " does not broadcast to " + scores());
    }
    var x = packed.contiguous();
    var o = x.emptyLike(Shape.of(x.dim(0), x.dim(1), heads * headDim));
    m = x.emptyLike(scores().without(-1));
    l = x.emptyLike(scores().without(-1));
    x.kernels().attention().forward(heads(x, 0, heads), heads(x, heads, kvHeads), heads(x, heads + kvHeads, kvHeads),
        maskView(), scale(), causal, heads(o, 0, heads), m.view(), l.view());
    return o;
  }

  @Override public List<Gradient> backward(Tensor o, Tensor dO) {
    boolean compose = Recorder.isListening();
    Gradient dPacked = () -> compose ? composed(dO) : fused(o, dO.contiguous());
    return mask == null ? List.of(dPacked) : List.of(dPacked, Gradient.NONE);
  }

  private Tensor fused(Tensor o, Tensor dO) {
    var x = packed.contiguous();
    var dx = x.emptyLike(x.shape());
    x.kernels().attention().backward(heads(x, 0, heads), heads(x, heads, kvHeads), heads(x, heads + kvHeads, kvHeads),
        maskView(), scale(), causal, heads(o, 0, heads), m.view(), l.view(), heads(dO, 0, heads),
        heads(dx, 0, heads), heads(dx, heads, kvHeads), heads(dx, heads + kvHeads, kvHeads));
    return dx;
  }

  /** The gradient in operations that have derivatives themselves: those of {@link Attention}, put together again. */
  private Tensor composed(Tensor dO) {
    var all = packed.unflatten(-1, heads + 2 * kvHeads, headDim).transpose(1, 2);           // (B, H + 2Hkv, T, D)
    var attention = new Attention(all.slice(1, 0, heads), all.slice(1, heads, heads + kvHeads),
        all.slice(1, heads + kvHeads, heads + 2 * kvHeads), mask, causal, scale());
    var answers = attention.backward(null, dO.unflatten(-1, heads, headDim).transpose(1, 2));
    return Shaping.cat(1, answers.get(0).get(), answers.get(1).get(), answers.get(2).get()).transpose(1, 2).flatten(2, 3);
  }
}
