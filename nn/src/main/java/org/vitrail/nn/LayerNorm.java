package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** Layer normalisation over the last axis (Ba et al. 2016); weight and bias may be null. */
public record LayerNorm(Parameter weight, Parameter bias, double eps) implements Layer {

  public static LayerNorm of(Init init, int width, double eps) {
    return new LayerNorm(init.ones("weight", width), init.zeros("bias", width), eps);
  }

  /** Without weight and bias. */
  public static LayerNorm bare(double eps) {
    return new LayerNorm(null, null, eps);
  }

  @Override public Tensor forward(Tensor x) {
    return x.layerNorm(weight, bias, eps);
  }
}
