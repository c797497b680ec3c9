package org.vitrail.tensor;

import java.util.List;

/**
 * One differentiable operation y = f(x₁, x₂, …). Result and gradient stand on one screen; the gradient is written in
 * tensor operations, so that a second tape around it gives second derivatives.
 *
 * <p>The interface is open: an operation of your own is a record that implements it, run by {@link Tensor#of(Op)}.
 */
public interface Op {

  /** What the result depends on, in the order in which {@link #backward} answers. */
  List<Tensor> inputs();

  /** Checks shapes and types, allocates the result and computes it. Runs unrecorded. */
  Tensor forward();

  /**
   * How the gradient of each input follows from the result {@code y} and its gradient {@code dy}. Only the answers that
   * somebody wants are computed.
   */
  List<Gradient> backward(Tensor y, Tensor dy);

  /** How errors and traces call this operation. */
  default String name() {
    var name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The gradient of one input, computed when asked for. */
  @FunctionalInterface
  interface Gradient {
    /** For inputs that steer and carry no derivative: indices, masks. */
    Gradient NONE = () -> null;

    Tensor get();
  }

  /** A gradient that can be added to a sum while it is computed. */
  interface Accumulation extends Gradient {
    /** {@code sum += } the gradient, in place. */
    void addTo(Tensor sum);
  }
}
