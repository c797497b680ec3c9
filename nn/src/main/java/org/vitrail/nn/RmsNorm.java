package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * Root-mean-square normalisation over the last axis (Zhang and Sennrich 2019): {@code x/rms(x)·(offset + weight)}; the
 * offset is 0, or 1 in Gemma.
 */
public record RmsNorm(Parameter weight, double offset, double eps) implements Layer {

  public static RmsNorm of(Init init, int width, double eps) {
    return new RmsNorm(init.ones("weight", width), 0, eps);
  }

  /** With weights that are added to 1, and begin at 0. */
  public static RmsNorm aroundOne(Init init, int width, double eps) {
    return new RmsNorm(init.zeros("weight", width), 1, eps);
  }

  @Override public Tensor forward(Tensor x) {
    return x.rmsNorm(offset == 0 ? weight : weight.add(offset), eps);
  }
}
