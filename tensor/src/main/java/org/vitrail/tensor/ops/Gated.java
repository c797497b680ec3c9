package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * A gate (Shazeer 2020): {@code y = f(g)·u}, where g and u are the halves of the last axis of x (…, 2n).
 * dg = dy·u·f′(g), du = dy·f(g), each computed where it belongs.
 */
public final class Gated implements Op {
  private final Tensor x;
  private final Unary f;
  private final double a;
  private final Slice gate;
  private final Slice up;

  /** @param a the first parameter of f */
  public Gated(Tensor x, Unary f, double a) {
    Operands.require(x.rank() > 0 && x.dim(-1) % 2 == 0,
        () -> "gated: the last axis of " + x.shape() + " has no halves");
    this.x = x;
    this.f = f;
    this.a = a;
    int axis = x.rank() - 1;
    int n = x.dim(-1) / 2;
    gate = new Slice(x, axis, 0, n, 1);
    up = new Slice(x, axis, n, n, 1);
  }

  @Override public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override public Tensor forward() {
    Operands.requireReal(name(), x);
    var y = x.emptyLike(x.shape().with(-1, x.dim(-1) / 2));
    x.kernels().elementwise().gate(f, a, 0, gate.view(x), up.view(x), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    return List.of(() -> Recorder.isListening() ? composed(dy) : fused(dy));
  }

  private Tensor fused(Tensor dy) {
    var kernels = x.kernels().elementwise();
    var dx = x.emptyLike(x.shape());
    kernels.gate(f, a, 0, gate.view(x), dy.view(), up.view(dx));
    kernels.gateGrad(f, a, 0, gate.view(x), up.view(x), dy.view(), gate.view(dx));
    return dx;
  }

  private Tensor composed(Tensor dy) {
    var g = Tensor.of(gate);
    var dg = Tensor.of(new MapGrad(f, 1, a, 0, g, dy.mul(Tensor.of(up))));
    return Shaping.cat(-1, dg, dy.mul(g.map(f, a, 0)));
  }
}
