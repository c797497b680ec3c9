package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Tensor;

/**
 * Efficient channel attention (Wang et al. 2020): weighs each channel of (n, channels, height, width) by the means of
 * its neighbours, {@code y = x·gain·σ(conv1d(mean(x)))}; weight (1, 1, kernel).
 */
public record ChannelAttention(Parameter weight, double gain) implements Layer {

  /** A kernel of {@code (log₂ channels + 1)/2} neighbours, at least 3, the next odd number where that is even. */
  public static ChannelAttention of(Init init, int channels, double gain) {
    int size = (int) ((Math.log(channels) / Math.log(2) + 1) / 2);
    int kernel = Math.max(3, size % 2 == 0 ? size + 1 : size);
    return new ChannelAttention(init.uniform("weight", Math.sqrt(1.0 / kernel), 1, 1, kernel), gain);
  }

  @Override public Tensor forward(Tensor x) {
    var means = x.mean(2, 3).unsqueeze(1);                                                        // (n, 1, channels)
    var gate = means.conv1d(weight, null, 1, weight.dim(2) / 2, 1, 1).sigmoid().mul(gain);
    return x.mul(gate.reshape(x.dim(0), x.dim(1), 1, 1));
  }
}
