package org.vitrail.nn;

import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Tensor;

/**
 * Convolution with scaled weight standardisation (Brock, De and Smith 2021, section 4.1, after Qiao et al. 2019): the
 * filter of each output channel has its mean taken off and its length set, so that activations keep their variance
 * without a norm. {@code ŵ = gain·γ·(w − mean(w))/√((var(w) + eps)·fanIn)}, the variance biased.
 *
 * @param weight (out, in/groups, ky, kx), bias (out), gain (out, 1, 1, 1)
 * @param same whether the picture is padded so that ⌈size/stride⌉ rows and columns come out, an odd one at the end, as
 *     TensorFlow does; the window has no padding then
 * @param gamma factor that makes up for what the activation before it takes from the variance
 */
public record StandardizedConv2d(Parameter weight, Parameter bias, Parameter gain, Window window, boolean same,
    double gamma, double eps) implements Layer {

  /** Square kernel of odd size that keeps a picture's size but for the stride; weights of variance 1/fanIn. */
  public static StandardizedConv2d of(Init init, int in, int out, int kernel, int stride, int groups, boolean same,
      double gamma, double gain, double eps) {
    boolean uneven = same && stride > 1;
    var window = Window.square(kernel, stride, uneven ? 0 : kernel / 2).withGroups(groups);
    int fanIn = in / groups * kernel * kernel;
    return new StandardizedConv2d(init.normal("weight", Math.sqrt(1.0 / fanIn), out, in / groups, kernel, kernel),
        init.zeros("bias", out), init.full("gain", gain, out, 1, 1, 1), window, uneven, gamma, eps);
  }

  @Override public Tensor forward(Tensor x) {
    return (same ? padded(x) : x).conv2d(standardized(), bias, window);
  }

  /** The filters as they are applied. */
  private Tensor standardized() {
    var rows = weight.flatten(1, -1);                                   // (out, fanIn)
    return rows.layerNorm(null, null, eps).reshape(weight.shape()).mul(gain.mul(gamma / Math.sqrt(rows.dim(1))));
  }

  private Tensor padded(Tensor x) {
    int rows = missing(x.dim(2), window.kernelY(), window.strideY(), window.dilationY());
    int columns = missing(x.dim(3), window.kernelX(), window.strideX(), window.dilationX());
    var y = rows == 0 ? x : x.pad(2, rows / 2, rows - rows / 2, 0);
    return columns == 0 ? y : y.pad(3, columns / 2, columns - columns / 2, 0);
  }

  private static int missing(int size, int kernel, int stride, int dilation) {
    return Math.max(0, (Math.ceilDiv(size, stride) - 1) * stride + dilation * (kernel - 1) + 1 - size);
  }
}
