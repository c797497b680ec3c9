package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** {@code y = x·Wᵀ + b} over the last axis; weight (out, in), bias (out) or null. */
public record Linear(Parameter weight, Parameter bias) implements Layer {

  /** Weights from a normal distribution cut at two standard deviations of {@code std}, bias 0. */
  public static Linear of(Init init, int in, int out, boolean bias, double std) {
    return new Linear(init.truncatedNormal("weight", std, out, in), bias ? init.zeros("bias", out) : null);
  }

  /** As ViT and BERT begin: std 0.02, with a bias. */
  public static Linear of(Init init, int in, int out) {
    return of(init, in, out, true, 0.02);
  }

  @Override public Tensor forward(Tensor x) {
    return x.linear(weight, bias);
  }
}
