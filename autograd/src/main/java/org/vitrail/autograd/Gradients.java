package org.vitrail.autograd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.vitrail.tensor.NoGradientException;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** What a {@link Tape} returns: the loss, and its derivative with respect to each leaf. */
public final class Gradients implements Scope.Holder {
  private final Tensor loss;
  private final Map<Tensor, Tensor> byLeaf;

  Gradients(Tensor loss, Map<Tensor, Tensor> byLeaf) {
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

  @Override public Collection<Tensor> tensors() {
    var all = new ArrayList<>(byLeaf.values());
    all.add(loss);
    return all;
  }
}
