package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** Root-mean-square normalisation over the last axis (Zhang and Sennrich 2019). */
public record RmsNorm(Parameter weight, double eps) implements Layer {

  public static RmsNorm of(Init init, int width, double eps) {
    return new RmsNorm(init.ones("weight", width), eps);
  }

  @Override public Tensor forward(Tensor x) {
    return x.rmsNorm(weight, eps);
  }
}
