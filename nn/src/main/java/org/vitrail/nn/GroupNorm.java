package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** Normalisation of (n, channels, …) over groups of channels and all places (Wu and He 2018). */
public record GroupNorm(int groups, Parameter weight, Parameter bias, double eps) implements Layer {

  public static GroupNorm of(Init init, int groups, int channels, double eps) {
    return new GroupNorm(groups, init.ones("weight", channels), init.zeros("bias", channels), eps);
  }

  @Override public Tensor forward(Tensor x) {
    return x.groupNorm(groups, weight, bias, eps);
  }
}
