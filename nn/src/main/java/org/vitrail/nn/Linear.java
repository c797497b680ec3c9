package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * {@code y = x·Wᵀ + b} over the last axis; weight (out, in), bias (out) or null.
 *
 * @param adapter what is learnt beside frozen weights, or null
 */
public record Linear(Parameter weight, Parameter bias, LowRank adapter) implements Layer {

  public Linear(Parameter weight, Parameter bias) {
    this(weight, bias, null);
  }

  /** Weights as {@link Init#weights} draws them, bias 0 or none. */
  public static Linear of(Init init, int in, int out, boolean bias) {
    return new Linear(init.weights("weight", out, in), bias ? init.zeros("bias", out) : null);
  }

  /** Weights from a whole normal distribution, as GPT-2 and Llama begin, bias 0 or none. */
  public static Linear normal(Init init, int in, int out, boolean bias, double std) {
    return new Linear(init.normal("weight", std, out, in), bias ? init.zeros("bias", out) : null);
  }

  /** With a bias. */
  public static Linear of(Init init, int in, int out) {
    return of(init, in, out, true);
  }

  /** The same map with another adapter. */
  public Linear with(LowRank adapter) {
    return new Linear(weight, bias, adapter);
  }

  @Override public Tensor forward(Tensor x) {
    return adapted(x.linear(weight, bias), x);
  }

  @Override public Tensor forwardOnto(Tensor residual, Tensor x) {
    return adapted(x.linear(weight, bias, residual), x);
  }

  private Tensor adapted(Tensor y, Tensor x) {
    return adapter == null ? y : adapter.onto(y, x);
  }

  /** {@code f(x·Wᵀ + b)}. */
  public Tensor forward(Tensor x, Activation f) {
    return adapter == null ? f.applyLinear(x, weight, bias) : f.apply(forward(x));
  }
}
