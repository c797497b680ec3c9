package org.vitrail.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/**
 * Reverse-mode differentiation: remembers the operations between the leaves and a loss, and replays them backwards.
 *
 * <pre>{@code
 * var gradients = Tape.gradients(() -> model.loss(batch));     // of every trainable parameter
 * var slope = Tape.gradients(() -> f(x), x).of(x);             // of x alone
 * }</pre>
 *
 * <p>Tapes nest: a gradient computed while another tape listens is itself differentiable. While none does, a gradient
 * that has been passed on goes back to the pool, and gradients that meet are added in place.
 */
public final class Tape implements Recorder {
  private record Node(Op op, Tensor y) {}

  private final Recorder outer = Recorder.current();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Tensor> watched = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Tensor> tracked = Collections.newSetFromMap(new IdentityHashMap<>());
  private final boolean parametersToo;

  private Tape(boolean parametersToo, List<? extends Tensor> leaves) {
    this.parametersToo = parametersToo;
    watched.addAll(leaves);
  }

  /** The loss that {@code body} computes, a tensor of one element, and its gradients for all trainable parameters. */
  public static Gradients gradients(Supplier<Tensor> body) {
    return new Tape(true, List.of()).run(() -> single(body.get()));
  }

  /** The loss that {@code body} computes, and its gradients for {@code leaves} alone. */
  public static Gradients gradients(Supplier<Tensor> body, Tensor... leaves) {
    return gradients(body, List.of(leaves));
  }

  /** The loss that {@code body} computes, and its gradients for {@code leaves} alone. */
  public static Gradients gradients(Supplier<Tensor> body, List<? extends Tensor> leaves) {
    return new Tape(false, leaves).run(() -> single(body.get()));
  }

  /**
   * {@code f(x)} of any shape, and the gradient of its sum for x alone: of each row its own slope, where f treats rows
   * one by one. No parameter gets a gradient.
   */
  public static Gradients slopes(UnaryOperator<Tensor> f, Tensor x) {
    return new Tape(false, List.of(x)).run(() -> f.apply(x));
  }

  private static Tensor single(Tensor loss) {
    if (loss.size() != 1) throw new ShapeException("gradients: the loss is " + loss + ", it must have one element");
    return loss;
  }

  private Gradients run(Supplier<Tensor> body) {
    var loss = Recorder.with(this, body::get);
    if (!follows(loss)) {
      throw new NoGradientException("gradients: the loss does not depend on "
          + (parametersToo ? "any trainable parameter" : "any of the watched tensors"));
    }
    if (outer != null) return Recorder.with(outer, () -> backward(loss, null));
    return Recorder.with(null, () -> Scope.call("backward", () -> backward(loss, Scope.current())));
  }

  @Override public void record(Op op, Tensor y) {
    if (y.dtype().isReal() && op.inputs().stream().anyMatch(this::follows)) {
      nodes.add(new Node(op, y));
      tracked.add(y);
    }
    if (outer != null) outer.record(op, y);
  }

  private boolean follows(Tensor t) {
    return tracked.contains(t) || isLeaf(t);
  }

  private boolean isLeaf(Tensor t) {
    return watched.contains(t) || parametersToo && t instanceof Parameter p && p.isTrainable();
  }

  private Gradients backward(Tensor loss, Scope scope) {
    var gradients = new Cotangents(scope);
    gradients.add(loss, loss.onesLike());
    while (!nodes.isEmpty()) {
      var node = nodes.removeLast();
      if (!gradients.has(node.y)) continue;
      if (scope == null) propagate(node, gradients);
      else Scope.call(node.op.name(), () -> propagate(node, gradients));
      if (!isLeaf(node.y)) gradients.remove(node.y);
    }
    return new Gradients(loss, gradients.byTensor());
  }

  /** Hands the gradient of y on to the inputs, and returns theirs. */
  private List<Tensor> propagate(Node node, Cotangents gradients) {
    var inputs = node.op.inputs();
    var answers = node.op.backward(node.y, gradients.of(node.y));
    var passedOn = new ArrayList<Tensor>();
    for (int i = 0; i < inputs.size(); i++) {
      var x = inputs.get(i);
      if (!follows(x)) continue;
      if (gradients.growsInPlace(x) && answers.get(i) instanceof Op.Accumulation answer) answer.addTo(gradients.of(x));
      else gradients.add(x, checked(node.op, i, answers.get(i).get()));
      passedOn.add(gradients.of(x));
    }
    return passedOn;
  }

  private static Tensor checked(Op op, int i, Tensor dx) {
    var x = op.inputs().get(i);
    if (dx == null) {
      throw new NoGradientException(op.name() + " has no derivative with respect to its input " + i + ", " + x
          + "; detach() it if none is meant to flow");
    }
    if (!dx.shape().equals(x.shape())) {
      throw new ShapeException(op.name() + ": the gradient of input " + i + " is " + dx.shape() + ", the input "
          + x.shape());
    }
    return dx;
  }
}
