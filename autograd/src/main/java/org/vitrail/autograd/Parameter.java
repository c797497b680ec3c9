package org.vitrail.autograd;

import org.vitrail.kernels.View;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.ShapeException;
import org.vitrail.tensor.Tensor;

/**
 * A leaf of a model: the one kind of tensor that may be overwritten, by an optimiser or a checkpoint. It lives outside
 * every {@link Scope}. Its name is its path in the model, {@code image.block.3.attn.qkv.weight}. A buffer, such as a
 * running mean, is a parameter that is not trainable: tapes do not follow it.
 */
public final class Parameter extends Tensor {
  private String name = "parameter";
  private boolean trainable;

  private Parameter(Tensor own, boolean trainable) {
    super(own.device(), own.view());
    this.trainable = trainable;
  }

  /** A trainable parameter that starts as a copy of {@code initial}. */
  public static Parameter of(Tensor initial) {
    return new Parameter(own(initial), true);
  }

  /** A parameter that no gradient follows, starting as a copy of {@code initial}. */
  public static Parameter buffer(Tensor initial) {
    return new Parameter(own(initial), false);
  }

  private static Tensor own(Tensor initial) {
    return Scope.outside(() -> {
      var copy = initial.emptyLike(initial.shape());
      copy.kernels().elementwise().copy(initial.view(), copy.view());
      return copy;
    });
  }

  public String name() {
    return name;
  }

  /** Called by the model that it is part of. */
  public Parameter named(String path) {
    name = path;
    return this;
  }

  public boolean isTrainable() {
    return trainable;
  }

  /** Turns following by tapes off (a frozen backbone) or on. */
  public void setTrainable(boolean trainable) {
    this.trainable = trainable;
  }

  /** Overwrites the values; the shape must be the same, the type is converted. */
  public void assign(Tensor values) {
    if (!values.shape().equals(shape())) {
      throw new ShapeException(name + " is " + shape() + ", it cannot take values of shape " + values.shape());
    }
    View target = view();
    kernels().elementwise().copy(values.view(), target);
  }

  @Override public String toString() {
    return name + ": " + super.toString();
  }
}
