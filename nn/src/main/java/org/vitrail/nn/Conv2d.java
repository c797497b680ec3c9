package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Tensor;

/** Two-dimensional convolution of (n, channels, height, width); weight (out, in/groups, ky, kx), bias (out) or null. */
public record Conv2d(Parameter weight, Parameter bias, Window window) implements Layer {

  /** Weights from a normal distribution of variance 2/(out·kernel²) (He et al. 2015, fan out), bias 0. */
  public static Conv2d of(Init init, int in, int out, Window window, boolean bias) {
    int taps = window.kernelY() * window.kernelX();
    double std = Math.sqrt(2.0 * window.groups() / (out * taps));
    return new Conv2d(init.normal("weight", std, out, in / window.groups(), window.kernelY(), window.kernelX()),
        bias ? init.zeros("bias", out) : null, window);
  }

  @Override public Tensor forward(Tensor x) {
    return x.conv2d(weight, bias, window);
  }
}
