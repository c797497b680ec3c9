package org.vitrail.vit;

import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.conv.Window;
import org.vitrail.nn.Activation;
import org.vitrail.nn.ChannelAttention;
import org.vitrail.nn.DropPath;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.SqueezeExcite;
import org.vitrail.nn.StandardizedConv2d;
import org.vitrail.tensor.Tensor;

/**
 * A residual block without norms (Brock, De and Smith 2021): {@code h = β·f(x)}, {@code y = α·residual(h) + x}, the
 * shortcut of a block that changes the shape being a 1x1 convolution of the mean of each 2x2 places of h. β is one over
 * the deviation that x is expected to have, so that every residual begins with variance 1.
 *
 * @param f the activation, with its factor γ where the convolutions do not have it
 * @param shortcut null where the shape stays
 * @param extra a second 3x3 convolution as in NFNets, or null
 * @param gate weighs the channels, before the last convolution where {@code gateInside}; null for none
 * @param skipGain learned factor of the residual that begins at 0 (SkipInit), or null where the gain of the last
 *     convolution begins so
 */
public record NfBlock(ScaledActivation f, double alpha, double beta, int stride, StandardizedConv2d shortcut,
    StandardizedConv2d conv1, StandardizedConv2d conv2, StandardizedConv2d extra, StandardizedConv2d conv3, Layer gate,
    boolean gateInside, DropPath dropPath, Parameter skipGain) implements Layer {

  /**
   * What is computed in a block.
   *
   * @param bottleneck width inside, as a share of the block's output, or of its input with {@code reg}
   * @param divisor widths inside are multiples of it
   * @param groupWidth channels of a group of the 3x3 convolutions, 0 for all in one group
   * @param reg as in NF-RegNet: the width inside follows the input, and the gate stands before the last convolution
   * @param gammaInActivation whether γ multiplies the activations and not the weights
   * @param same whether pictures are padded as TensorFlow does
   */
  public record Config(Activation activation, double alpha, double bottleneck, int divisor, int groupWidth, boolean reg,
      boolean extra, Gate gate, boolean gammaInActivation, boolean same, boolean skipInit, double eps,
      double dropPath) {

    /** A block of an NF-ResNet: ReLU, a bottleneck of a quarter. */
    public static Config resNet() {
      return new Config(Activation.RELU, 0.2, 0.25, 8, 0, false, false, null, false, false, false, 1e-5, 0);
    }

    ScaledActivation f() {
      return new ScaledActivation(activation, gammaInActivation ? ScaledActivation.gamma(activation) : 1);
    }

    StandardizedConv2d convolution(Init init, int in, int out, int kernel, int stride, int groups, double gain) {
      double gamma = gammaInActivation ? 1 : ScaledActivation.gamma(activation);
      return StandardizedConv2d.of(init, in, out, kernel, stride, groups, same, gamma, gain, eps);
    }

    /** The width inside a block. */
    int inner(int in, int out, double share) {
      int inner = NfNet.divisible(share * (reg ? in : out), divisor);
      return groupWidth > 0 && groupWidth % divisor == 0 ? inner / groupWidth * groupWidth : inner;
    }
  }

  /** Squeeze and excitation, {@code ratio} of the channels inside, a multiple of {@code divisor}; ECA for ratio 0. */
  public record Gate(double ratio, int divisor, double gain) {
    public static Gate efficient(double gain) {
      return new Gate(0, 1, gain);
    }

    Layer layer(Init init, int channels) {
      if (ratio == 0) return ChannelAttention.of(init, channels, gain);
      return SqueezeExcite.of(init, channels, NfNet.roundedTo(divisor, channels * ratio), gain);
    }
  }

  /** @param first whether it is the first of the network, in which NF-RegNet narrows nothing */
  static NfBlock of(Init init, Config c, int in, int out, int stride, double beta, double dropPath, boolean first) {
    int inner = c.inner(in, out, c.reg && first ? 1 : c.bottleneck);
    int groups = c.groupWidth == 0 ? 1 : inner / c.groupWidth;
    if (groups == 0 || inner % groups != 0) {
      throw new IllegalArgumentException("a block of " + in + " to " + out + " channels has " + inner
          + " inside, which groups of " + c.groupWidth + " do not divide");
    }
    return new NfBlock(c.f(), c.alpha, beta, stride,
        in == out && stride == 1 ? null : c.convolution(init.at("shortcut"), in, out, 1, 1, 1, 1),
        c.convolution(init.at("conv1"), in, inner, 1, 1, 1, 1),
        c.convolution(init.at("conv2"), inner, inner, 3, stride, groups, 1),
        c.extra ? c.convolution(init.at("extra"), inner, inner, 3, 1, groups, 1) : null,
        c.convolution(init.at("conv3"), inner, out, 1, 1, 1, c.skipInit ? 1 : 0),
        c.gate == null ? null : c.gate.layer(init.at("gate"), c.reg ? inner : out), c.reg,
        DropPath.of(init.at("dropPath"), dropPath), c.skipInit ? init.zeros("skipGain") : null);
  }

  @Override public Tensor forward(Tensor x) {
    var h = f.forward(x, beta);
    var skip = shortcut == null ? x : shortcut.forward(stride == 1 ? h : halved(h));
    var y = dropPath.forward(residual(h));
    return (skipGain == null ? y.mul(alpha) : y.mul(skipGain.mul(alpha))).add(skip);
  }

  private Tensor residual(Tensor h) {
    var y = conv2.forward(f.forward(conv1.forward(h)));
    if (extra != null) y = extra.forward(f.forward(y));
    if (gate != null && gateInside) y = gate.forward(y);
    y = conv3.forward(f.forward(y));
    return gate != null && !gateInside ? gate.forward(y) : y;
  }

  private Tensor halved(Tensor h) {
    return h.avgPool2d(Window.square(2, stride, 0), true, false);
  }
}
