package org.vitrail.autograd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** What a {@link Tape} returns: the loss, and its derivative with respect to each leaf. Immutable. */
public final class Gradients implements Scope.Holder {
  private final Tensor loss;
  private final Map<Tensor, Tensor> byLeaf;

  /** Derivatives of {@code loss} that were computed elsewhere. */
  public Gradients(Tensor loss, Map<? extends Tensor, Tensor> byLeaf) {
    this.loss = loss;
    this.byLeaf = new IdentityHashMap<>(byLeaf);
  }

  public Tensor loss() {
    return loss;
  }

  /**
   * ∂loss/∂leaf, in the shape of {@code leaf}.
   *
   * @throws NoGradientException naming the parameter, when the loss never used it
   */
  public Tensor of(Tensor leaf) {
    return find(leaf).orElseThrow(() -> new NoGradientException("the loss has no gradient for " + leaf
        + ": it does not depend on it, or it was not trainable or not watched when the loss was computed"));
  }

  /** ∂loss/∂leaf, if the loss depends on it. */
  public Optional<Tensor> find(Tensor leaf) {
    return Optional.ofNullable(byLeaf.get(leaf));
  }

  /** These gradients, each changed by {@code change(leaf, gradient)}. */
  public Gradients map(BinaryOperator<Tensor> change) {
    var changed = new IdentityHashMap<Tensor, Tensor>();
    byLeaf.forEach((leaf, gradient) -> changed.put(leaf, change.apply(leaf, gradient)));
    return new Gradients(loss, changed);
  }

  /** These gradients, beside another loss. */
  public Gradients withLoss(Tensor loss) {
    return new Gradients(loss, byLeaf);
  }

  /** The gradients of the sum of both losses. */
  public Gradients plus(Gradients other) {
    var sum = new IdentityHashMap<>(byLeaf);
    other.byLeaf.forEach((leaf, gradient) -> sum.merge(leaf, gradient, Tensor::add));
    return new Gradients(loss.add(other.loss), sum);
  }

  @Override public Collection<Tensor> tensors() {
    var all = new ArrayList<>(byLeaf.values());
    all.add(loss);
    return all;
  }
}
