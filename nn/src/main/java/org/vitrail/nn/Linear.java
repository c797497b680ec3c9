package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** {@code y = x·Wᵀ + b} over the last axis; weight (out, in), bias (out) or null. */
public record Linear(Parameter weight, Parameter bias) implements Layer {

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

  @Override public Tensor forward(Tensor x) {
    return x.linear(weight, bias);
  }

  @Override public Tensor forwardOnto(Tensor residual, Tensor x) {
    return x.linear(weight, bias, residual);
  }

  /** {@code f(x·Wᵀ + b)}. */
  public Tensor forward(Tensor x, Activation f) {
    return f.applyLinear(x, weight, bias);
  }
}
