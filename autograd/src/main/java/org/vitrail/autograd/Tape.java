package org.vitrail.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Op;
import org.vitrail.tensor.Recorder;
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
 * <p>Tapes nest: a gradient computed while another tape listens is itself differentiable.
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
    return new Tape(true, List.of()).run(body);
  }

  /** The loss that {@code body} computes, and its gradients for {@code leaves} alone. */
  public static Gradients gradients(Supplier<Tensor> body, Tensor... leaves) {
    return gradients(body, List.of(leaves));
  }

  /** The loss that {@code body} computes, and its gradients for {@code leaves} alone. */
  public static Gradients gradients(Supplier<Tensor> body, List<? extends Tensor> leaves) {
    return new Tape(false, leaves).run(body);
  }

  private Gradients run(Supplier<Tensor> body) {
    var loss = Recorder.with(this, body::get);
    if (loss.size() != 1) throw new ShapeException("gradients: the loss is " + loss + ", it must have one element");
    if (!follows(loss)) {
      throw new NoGradientException("gradients: the loss does not depend on "
          + (parametersToo ? "any trainable parameter" : "any of the watched tensors"));
    }
    return Recorder.with(outer, () -> backward(loss));
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

  private Gradients backward(Tensor loss) {
    Map<Tensor, Tensor> gradients = new IdentityHashMap<>();
    gradients.put(loss, loss.onesLike());
    while (!nodes.isEmpty()) {
      var node = nodes.removeLast();
      var dy = isLeaf(node.y) ? gradients.get(node.y) : gradients.remove(node.y);
      if (dy != null) propagate(node, dy, gradients);
    }
    return new Gradients(loss, gradients);
  }

  private void propagate(Node node, Tensor dy, Map<Tensor, Tensor> gradients) {
    var inputs = node.op.inputs();
    var answers = node.op.backward(node.y, dy);
    for (int i = 0; i < inputs.size(); i++) {
      var x = inputs.get(i);
      if (!follows(x)) continue;
      var dx = answers.get(i).get();
      if (dx == null) {
        throw new NoGradientException(node.op.name() + " has no derivative with respect to its input " + i + ", " + x
            + "; detach() it if none is meant to flow");
      }
      if (!dx.shape().equals(x.shape())) {
        throw new ShapeException(node.op.name() + ": the gradient of input " + i + " is " + dx.shape() + ", the input "
            + x.shape());
      }
      gradients.merge(x, dx, Tensor::add);
    }
  }
}
