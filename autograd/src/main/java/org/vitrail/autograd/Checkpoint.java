package org.vitrail.autograd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Tensor;

/**
 * Gradient checkpointing (Chen et al. 2016): y = body(x) keeps x and y alone; the backward pass computes the inside
 * again. The body must compute the same each time: random numbers in it come from named streams.
 */
public final class Checkpoint implements Op {
  private final UnaryOperator<Tensor> body;
  private final List<Tensor> inputs = new ArrayList<>();

  private Checkpoint(UnaryOperator<Tensor> body, Tensor x, Collection<Parameter> parameters) {
    this.body = body;
    inputs.add(x);
    inputs.addAll(parameters);
  }

  /** {@code body(x)}, whose {@code parameters} are all that it uses besides x. */
  public static Tensor of(UnaryOperator<Tensor> body, Tensor x, Collection<Parameter> parameters) {
    return Tensor.of(new Checkpoint(body, x, parameters));
  }

  @Override public List<Tensor> inputs() {
    return inputs;
  }

  @Override public Tensor forward() {
    return body.apply(inputs.getFirst()).detach();
  }

  @Override public List<Gradient> backward(Tensor y, Tensor dy) {
    var real = inputs.stream().filter(t -> !(t instanceof Parameter p) || p.isTrainable()).toList();
    var gradients = Tape.gradients(() -> body.apply(inputs.getFirst()).mul(dy).sum(), real);
    return inputs.stream().map(t -> (Gradient) () -> gradients.find(t).orElseGet(t::zerosLike)).toList();
  }
}
