package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/** A learned factor for each channel of the last axis (LayerScale, Touvron et al. 2021). */
public record Scale(Parameter weight) implements Layer {

  public static Scale of(Init init, int width, double initial) {
    return new Scale(init.full("weight", initial, width));
  }

  @Override public Tensor forward(Tensor x) {
    return x.mul(weight);
  }
}
