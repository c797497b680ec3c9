package org.vitrail.autograd;

import java.util.IdentityHashMap;
import java.util.Map;
import org.vitrail.kernels.elementwise.Binary;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/**
 * The gradients on their way from the loss to the leaves. What the backward scope lent, and no other gradient shares, is
 * added to in place, and goes back to the pool once it has been passed on.
 */
final class Cotangents {
  private final Scope scope;
  private final Map<Tensor, Tensor> gradients = new IdentityHashMap<>();

  /** {@code scope} is the one of the backward pass; null where gradients are recorded, and so must stay as they are. */
  Cotangents(Scope scope) {
    this.scope = scope;
  }

  boolean has(Tensor x) {
    return gradients.containsKey(x);
  }

  Tensor of(Tensor x) {
    return gradients.get(x);
  }

  Map<Tensor, Tensor> byTensor() {
    return gradients;
  }

  /** Adds {@code dx} to the gradient of x. */
  void add(Tensor x, Tensor dx) {
    if (growsInPlace(x)) {
      var sum = gradients.get(x);
      sum.kernels().elementwise().combine(Binary.ADD, sum.view(), dx.view(), sum.view());
    } else {
      gradients.merge(x, dx, Tensor::add);
    }
  }

  /** Whether there is a gradient of x whose memory nothing else reads. */
  boolean growsInPlace(Tensor x) {
    var sum = gradients.get(x);
    return sum != null && sum.view().isContiguous() && isOwn(sum);
  }

  /** Forgets the gradient of x. */
  void remove(Tensor x) {
    var dx = gradients.get(x);
    boolean own = isOwn(dx);
    gradients.remove(x);
    if (own) scope.release(dx);
  }

  /** Whether the memory of {@code dx} was lent by the backward scope for this one gradient. */
  private boolean isOwn(Tensor dx) {
    return scope != null && scope.owns(dx)
        && gradients.values().stream().filter(other -> other.view().storage() == dx.view().storage()).count() == 1;
  }
}
