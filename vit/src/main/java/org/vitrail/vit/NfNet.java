package org.vitrail.vit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.nn.StandardizedConv2d;
import org.vitrail.tensor.Tensor;

/**
 * Residual networks without norms: NF-ResNet and NF-RegNet (Brock, De and Smith 2021) and NFNet (Brock et al. 2021).
 * Scaled weight standardisation keeps the variance of what passes through, so that a picture's scores depend on no
 * other picture of the batch. Pictures (B, C, H, W) to class scores.
 *
 * @param last a 1x1 convolution after the last stage, or null
 */
public record NfNet(Config config, List<StandardizedConv2d> stem, List<List<NfBlock>> stages, StandardizedConv2d last,
    Linear head) implements Part {
  private static final double HEAD_STD = 0.01;

  /** Channels of pictures, after the stem, after each stage; blocks of each stage; {@code features} 0 for no last. */
  public record Config(int channels, NfStem stem, int stemWidth, int[] widths, int[] depths, NfBlock.Config block,
      int features, int classes) {

    public Config {
      if (widths.length == 0 || widths.length != depths.length) {
        throw new IllegalArgumentException("there are " + widths.length + " widths and " + depths.length
            + " depths of stages; each stage needs one of both");
      }
    }
  }

  public static NfNet of(Config c, Init init) {
    var stages = new ArrayList<List<NfBlock>>();
    int blocks = Arrays.stream(c.depths).sum();
    int block = 0;
    int in = c.stemWidth;
    double variance = 1;
    for (int s = 0; s < c.widths.length; s++) {
      var stage = new ArrayList<NfBlock>();
      for (int b = 0; b < c.depths[s]; b++, block++) {
        int stride = b > 0 || s == 0 && c.stem.stride() != 2 ? 1 : 2;
        double dropPath = blocks > 1 ? c.block.dropPath() * block / (blocks - 1) : 0;
        stage.add(NfBlock.of(init.at("stages").at(s).at(b), c.block, in, c.widths[s], stride, 1 / Math.sqrt(variance),
            dropPath, block == 0));
        variance = (b == 0 ? 1 : variance) + c.block.alpha() * c.block.alpha();
        in = c.widths[s];
      }
      stages.add(stage);
    }
    int features = c.features > 0 ? c.features : in;
    return new NfNet(c, stem(c, init.at("stem")), stages,
        c.features > 0 ? c.block.convolution(init.at("last"), in, features, 1, 1, 1, 1) : null,
        Linear.normal(init.at("head"), features, c.classes, true, HEAD_STD));
  }

  private static List<StandardizedConv2d> stem(Config c, Init init) {
    var convolutions = new ArrayList<StandardizedConv2d>();
    int in = c.channels;
    for (int i = 0; i < c.stem.strides().size(); i++) {
      int out = c.stemWidth * c.stem.eighths().get(i) / 8;
      convolutions.add(c.block.convolution(init.at(i), in, out, c.stem.kernel(), c.stem.strides().get(i), 1, 1));
      in = out;
    }
    return convolutions;
  }

  /** What leaves the stem and each stage (B, channels, height, width). */
  public List<Tensor> hiddenStates(Tensor pixels) {
    var f = config.block.f();
    var x = stem.getFirst().forward(pixels);
    for (var convolution : stem.subList(1, stem.size())) x = convolution.forward(f.forward(x));
    var states = new ArrayList<Tensor>();
    states.add(config.stem.pooled() ? x.maxPool2d(3, 2, 1) : x);
    for (var stage : stages) {
      x = states.getLast();
      for (var block : stage) x = block.forward(x);
      states.add(x);
    }
    return states;
  }

  /** What the head pools (B, features, height, width). */
  public Tensor features(Tensor pixels) {
    var x = hiddenStates(pixels).getLast();
    return config.block.f().forward(last == null ? x : last.forward(x));
  }

  /** Class scores (B, classes) of pixels (B, C, H, W). */
  public Tensor forward(Tensor pixels) {
    return classify(features(pixels));
  }

  /** Class scores of {@link #features}. */
  public Tensor classify(Tensor features) {
    return head.forward(features.mean(2, 3));
  }

  /** {@code width} as a multiple of {@code divisor}: the nearest, or the next where that loses more than a tenth. */
  static int divisible(double width, int divisor) {
    int near = roundedTo(divisor, width);
    return near < 0.9 * width ? near + divisor : near;
  }

  /** The multiple of {@code divisor} nearest to {@code width}, at least one. */
  static int roundedTo(int divisor, double width) {
    return Math.max(divisor, (int) (width + divisor / 2.0) / divisor * divisor);
  }
}
