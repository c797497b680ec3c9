package org.vitrail.tensor.ops;

import java.util.List;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Tensor;

/**
 * {@code y = f(z; a)}, {@code z = x·Wᵀ + b}, as {@link Linear}.  dz = dy·f′(z), and from it dx, dW and db as there. z is
 * kept for the gradient.
 */
public final class ActivatedLinear implements Op {
  private final Linear linear;
  private final Unary f;
  private final double a;
  private Tensor z;

  /** {@code b} may be null. */
  public ActivatedLinear(Tensor x, Tensor w, Tensor b, Unary f, double a) {
    linear = new Linear(x, w, b, null);
    this.f = f;
    this.a = a;
  }

  @Override public List<Tensor> inputs() {
    return linear.inputs();
  }

  @Override public Tensor forward() {
    linear.requireOperands(name());
    z = linear.empty();
    var y = linear.empty();
    linear.multiply(z);
    y.kernels().elementwise().map(f, a, 0, z.view(), y.view());
    return y;
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    boolean fuses = linear.b() != null && !Recorder.isListening();
    return fuses ? fused(dy.contiguous()) : composed(dy);
  }

  /** db is summed while dz is in the cache. */
  private List<Gradient> fused(Tensor dy) {
    var dz = z.emptyLike(z.shape());
    var db = linear.b().emptyLike(linear.b().shape());
    z.kernels().elementwise().mapGradBias(f, a, 0, Linear.rows(z).view(), Linear.rows(dy).view(), Linear.rows(dz).view(),
        db.view());
    var answers = linear.backward(z, dz);
    return List.of(answers.get(0), answers.get(1), () -> db);
  }

  private List<Gradient> composed(Tensor dy) {
    var sum = Recorder.isListening() ? linear.x().linear(linear.w(), linear.b()) : z;
    return linear.backward(sum, Tensor.of(new MapGrad(f, 1, a, 0, sum, dy)));
  }
}
