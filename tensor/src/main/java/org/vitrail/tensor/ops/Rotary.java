package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.View;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Rotary position embedding (Su et al. 2021): each pair (a, b) of the last axis of x (…, 2n) becomes
 * {@code (a·cos − b·sin, b·cos + a·sin)}; cos and sin broadcast to (…, n). Pair i is elements i and n + i, or 2i and
 * 2i + 1 where interleaved.
 *
 * <p>dx = dy turned back;  with dy = (da, db): dcos = Σ da·a + db·b,  dsin = Σ db·a − da·b.
 */
public record Rotary(Tensor x, Tensor cos, Tensor sin, boolean interleaved) implements Op {

  @Override public List<Tensor> inputs() {
    return List.of(x, cos, sin);
  }

  @Override public Tensor forward() {
    var y = x.emptyLike(x.shape());
    forward(y);
    return y;
  }

  /** Writes the result to {@code y}, which may be x. */
  void forward(Tensor y) {
    Operands.requireReal(name(), x);
    Operands.requireAlike(name(), x, cos);
    Operands.requireAlike(name(), x, sin);
    Operands.require(x.rank() > 0 && x.dim(-1) % 2 == 0,
        () -> "rotary: the last axis of " + x.shape() + " has no pairs");
    x.kernels().rotary().rotate(rows(x, x.shape()), rows(cos, pairs()), rows(sin, pairs()), interleaved, y.view());
  }

  private Shape pairs() {
    return x.shape().with(-1, x.dim(-1) / 2);
  }

  /** {@code t} stretched to {@code shape}, its last axis with stride 1. */
  private View rows(Tensor t, Shape shape) {
    boolean fits = t.rank() > 0 && t.dim(-1) == shape.dim(-1) && t.rank() <= shape.rank()
        && Shape.broadcast(name(), t.shape(), shape).equals(shape);
    Operands.require(fits, () -> "rotary: cos or sin is " + t.shape() + ", x " + x.shape() + " needs " + shape);
    boolean inRows = t.view().stride(-1) == 1;
    return Operands.stretch(inRows ? t : t.contiguous(), shape);
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> Tensor.of(new Rotary(dy, cos, sin.neg(), interleaved)),
        () -> first(dy).mul(first(x)).add(second(dy).mul(second(x))).sumTo(cos.shape()),
        () -> second(dy).mul(first(x)).sub(first(dy).mul(second(x))).sumTo(sin.shape()));
  }

  private Tensor first(Tensor t) {
    return interleaved ? t.slice(-1, 0, t.dim(-1), 2) : t.slice(-1, 0, t.dim(-1) / 2);
  }

  private Tensor second(Tensor t) {
    return interleaved ? t.slice(-1, 1, t.dim(-1), 2) : t.slice(-1, t.dim(-1) / 2, t.dim(-1));
  }
}
