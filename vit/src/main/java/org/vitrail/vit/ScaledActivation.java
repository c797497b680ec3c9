package org.vitrail.vit;

import org.vitrail.nn.Activation;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Tensor;

/** {@code factor·f(x)}. */
public record ScaledActivation(Activation f, double factor) implements Layer {

  /**
   * The factor γ with which f gives variance 1 to an input of the standard normal distribution, to the digits that the
   * published models were trained with (Brock, De and Smith 2021, appendix D).
   *
   * @throws IllegalArgumentException for a function of which no model has made use
   */
  static double gamma(Activation f) {
    return switch (f) {
      case RELU -> 1.7139588594436646;
      case GELU -> 1.7015043497085571;
      case SILU -> 1.7881293296813965;
      case TANH -> 1.5939117670059204;
      case SIGMOID -> 4.803835391998291;
      case NONE -> 1;
      case GELU_TANH, QUICK_GELU -> throw new IllegalArgumentException("a network without norms has no constant for "
          + f.configName() + "; there are relu, gelu, silu, tanh and sigmoid");
    };
  }

  @Override public Tensor forward(Tensor x) {
    return forward(x, 1);
  }

  /** {@code beta·factor·f(x)}. */
  Tensor forward(Tensor x, double beta) {
    double scale = beta * factor;
    return scale == 1 ? f.apply(x) : f.apply(x).mul(scale);
  }
}
