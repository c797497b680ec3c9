package org.vitrail.vlm.vq;

import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.conv.Window;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.GroupNorm;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Tells patches of real pictures from those of decoded ones (PatchGAN, Isola et al. 2016, arXiv 1611.07004): pictures
 * (B, C, H, W) to a score of each patch (B, 1, H/4, W/4), high for what is real.
 *
 * @param batches that it has seen
 */
public record PatchDiscriminator(Conv2d first, Conv2d second, GroupNorm norm, Conv2d last, Parameter batches)
    implements Part {
  private static final double SLOPE = 0.2;
  private static final Window HALVING = Window.square(4, 2, 1);
  private static final Window LAST = Window.square(3, 1, 1);

  /** @param width channels after the first convolution, a multiple of 4 */
  public static PatchDiscriminator of(Init init, int channels, int width) {
    return new PatchDiscriminator(
        Conv2d.of(init.at("first"), channels, width, HALVING, true),
        Conv2d.of(init.at("second"), width, 2 * width, HALVING, true),
        GroupNorm.of(init.at("norm"), 8, 2 * width, ResBlock.EPS),
        Conv2d.of(init.at("last"), 2 * width, 1, LAST, true),
        Parameter.buffer(Tensor.full(DType.I32, 0, Shape.SCALAR)));
  }

  /** The scores; of a {@code frozen} one the parameters get no gradient. */
  Tensor forward(Tensor pictures, boolean frozen) {
    var x = convolve(first, pictures, frozen).leakyRelu(SLOPE);
    x = convolve(second, x, frozen);
    x = x.groupNorm(norm.groups(), fixed(norm.weight(), frozen), fixed(norm.bias(), frozen), norm.eps());
    return convolve(last, x.leakyRelu(SLOPE), frozen);
  }

  private static Tensor convolve(Conv2d c, Tensor x, boolean frozen) {
    return x.conv2d(fixed(c.weight(), frozen), fixed(c.bias(), frozen), c.window());
  }

  private static Tensor fixed(Parameter parameter, boolean frozen) {
    return frozen ? parameter.detach() : parameter;
  }

  /** Its parameters by their paths. */
  WeightMap weights() {
    var map = new WeightMap();
    parameters().forEach(map::put);
    return map;
  }
}
