package org.vitrail.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.kernels.conv.Window;
import org.vitrail.nn.BatchNorm;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * Residual network, He et al. 2015, with the stride in the 3x3 convolution (version 1.5) unless the configuration says
 * otherwise. Pictures (B, C, H, W) to class scores.
 */
public record ResNet(Config config, ConvNorm stem, List<List<Residual>> stages, Linear head) implements Part {

  /**
   * Channels after the stem and after each stage, blocks of each stage, basic blocks of two 3x3 convolutions or
   * bottlenecks. A small stem is one 3x3 convolution without pooling, as for pictures of 32 pixels.
   */
  public record Config(int channels, int stemWidth, int[] widths, int[] depths, boolean bottleneck,
      boolean downsampleFirst, boolean strideInFirst, boolean smallStem, int classes) {}

  /** Convolution without bias, batch norm, ReLU where {@code active}. */
  public record ConvNorm(Conv2d convolution, BatchNorm norm, boolean active) implements Layer {

    public static ConvNorm of(Init init, int in, int out, int kernel, int stride, boolean active) {
      return new ConvNorm(Conv2d.of(init.at("convolution"), in, out, Window.square(kernel, stride, kernel / 2), false),
          BatchNorm.of(init.at("norm"), out), active);
    }

    @Override public Tensor forward(Tensor x) {
      var y = norm.forward(convolution.forward(x));
      return active ? y.relu() : y;
    }
  }

  /** {@code relu(layers(x) + shortcut(x))}; the shortcut is null where the shape stays. */
  public record Residual(List<ConvNorm> layers, ConvNorm shortcut) implements Layer {

    static Residual of(Init init, Config c, int in, int out, int stride) {
      var shortcut = in == out && stride == 1 ? null : ConvNorm.of(init.at("shortcut"), in, out, 1, stride, false);
      var at = init.at("layers");
      if (!c.bottleneck) {
        return new Residual(List.of(ConvNorm.of(at.at(0), in, out, 3, stride, true),
            ConvNorm.of(at.at(1), out, out, 3, 1, false)), shortcut);
      }
      int narrow = out / 4;
      return new Residual(List.of(
          ConvNorm.of(at.at(0), in, narrow, 1, c.strideInFirst ? stride : 1, true),
          ConvNorm.of(at.at(1), narrow, narrow, 3, c.strideInFirst ? 1 : stride, true),
          ConvNorm.of(at.at(2), narrow, out, 1, 1, false)), shortcut);
    }

    @Override public Tensor forward(Tensor x) {
      var y = x;
      for (var layer : layers) y = layer.forward(y);
      return y.add(shortcut == null ? x : shortcut.forward(x)).relu();
    }
  }

  public static ResNet of(Config c, Init init) {
    var stem = c.smallStem ? ConvNorm.of(init.at("stem"), c.channels, c.stemWidth, 3, 1, true)
        : ConvNorm.of(init.at("stem"), c.channels, c.stemWidth, 7, 2, true);
    var stages = new ArrayList<List<Residual>>();
    for (int s = 0; s < c.widths.length; s++) {
      int stage = s;
      int in = s == 0 ? c.stemWidth : c.widths[s - 1];
      int stride = s > 0 || c.downsampleFirst ? 2 : 1;
      var at = init.at("stages").at(s);
      stages.add(IntStream.range(0, c.depths[s]).mapToObj(b -> Residual.of(at.at(b), c, b == 0 ? in : c.widths[stage],
          c.widths[stage], b == 0 ? stride : 1)).toList());
    }
    return new ResNet(c, stem, stages, Linear.of(init.at("head"), c.widths[c.widths.length - 1], c.classes));
  }

  /** What leaves the stem and each stage (B, channels, height, width). */
  public List<Tensor> hiddenStates(Tensor pixels) {
    var states = new ArrayList<Tensor>();
    var x = stem.forward(pixels);
    states.add(config.smallStem ? x : x.maxPool2d(3, 2, 1));
    for (var stage : stages) {
      x = states.getLast();
      for (var block : stage) x = block.forward(x);
      states.add(x);
    }
    return states;
  }

  /** Class scores (B, classes) of pixels (B, C, H, W). */
  public Tensor forward(Tensor pixels) {
    return classify(hiddenStates(pixels).getLast());
  }

  /** Class scores of what left the last stage. */
  public Tensor classify(Tensor x) {
    return head.forward(x.mean(2, 3));
  }
}
