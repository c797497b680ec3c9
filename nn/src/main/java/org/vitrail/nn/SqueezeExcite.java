package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/**
 * Squeeze and excitation (Hu et al. 2018): weighs each channel of (n, channels, height, width) by what all of them are
 * on average, {@code y = x·gain·σ(fc2(relu(fc1(mean(x)))))}.
 */
public record SqueezeExcite(Linear fc1, Linear fc2, double gain) implements Layer {

  public static SqueezeExcite of(Init init, int channels, int hidden, double gain) {
    return new SqueezeExcite(Linear.of(init.at("fc1"), channels, hidden), Linear.of(init.at("fc2"), hidden, channels),
        gain);
  }

  @Override public Tensor forward(Tensor x) {
    var gate = fc2.forward(fc1.forward(x.mean(2, 3), Activation.RELU), Activation.SIGMOID);   // (n, channels)
    return x.mul(gate.mul(gain).reshape(x.dim(0), x.dim(1), 1, 1));
  }
}
