package org.vitrail.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.kernels.conv.Window;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.DropPath;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.nn.Scale;
import org.vitrail.tensor.Tensor;

/** ConvNeXt, Liu et al. 2022: a convolutional network built like a transformer. Pictures to class scores. */
public record ConvNext(Conv2d patches, LayerNorm patchNorm, List<Stage> stages, LayerNorm norm, Linear head)
    implements Part {

  /** Channels and blocks of each stage; {@code patch} is the kernel and stride of the first convolution. */
  public record Config(int channels, int patch, int[] widths, int[] depths, Activation activation, double eps,
      double layerScale, double dropPath, int classes) {}

  /** Layer norm and a 2x2 convolution of stride 2 (both null in the first stage), then blocks. */
  public record Stage(LayerNorm norm, Conv2d downsample, List<ConvBlock> blocks) implements Layer {
    @Override public Tensor forward(Tensor x) {
      if (downsample != null) x = downsample.forward(overChannels(norm, x));
      for (var block : blocks) x = block.forward(x);
      return x;
    }
  }

  /** {@code x + scale·fc2(f(fc1(norm(depthwise(x)))))}, the depth-wise kernel 7x7. */
  public record ConvBlock(Conv2d depthwise, LayerNorm norm, Linear fc1, Activation activation, Linear fc2, Scale scale,
      DropPath dropPath) implements Layer {

    static ConvBlock of(Init init, Config c, int width) {
      return new ConvBlock(
          Conv2d.of(init.at("depthwise"), width, width, new Window(7, 7, 1, 1, 3, 3, 1, 1, width), true),
          LayerNorm.of(init.at("norm"), width, 1e-6),
          Linear.of(init.at("fc1"), width, 4 * width), c.activation, Linear.of(init.at("fc2"), 4 * width, width),
          c.layerScale > 0 ? Scale.of(init.at("scale"), width, c.layerScale) : null,
          DropPath.of(init.at("dropPath"), c.dropPath));
    }

    @Override public Tensor forward(Tensor x) {
      var y = depthwise.forward(x).permute(0, 2, 3, 1);               // (B, H, W, C)
      y = fc2.forward(fc1.forward(norm.forward(y), activation));
      if (scale != null) y = scale.forward(y);
      return x.add(dropPath.forward(y.permute(0, 3, 1, 2)));
    }
  }

  public static ConvNext of(Config c, Init init) {
    var stages = new ArrayList<Stage>();
    for (int s = 0; s < c.widths.length; s++) {
      var at = init.at("stages").at(s);
      int width = c.widths[s];
      stages.add(new Stage(s == 0 ? null : LayerNorm.of(at.at("norm"), c.widths[s - 1], 1e-6),
          s == 0 ? null : Conv2d.of(at.at("downsample"), c.widths[s - 1], width, Window.square(2, 2, 0), true),
          IntStream.range(0, c.depths[s]).mapToObj(b -> ConvBlock.of(at.at("blocks").at(b), c, width)).toList()));
    }
    int last = c.widths[c.widths.length - 1];
    return new ConvNext(Conv2d.of(init.at("patches"), c.channels, c.widths[0], Window.square(c.patch, c.patch, 0), true),
        LayerNorm.of(init.at("patchNorm"), c.widths[0], 1e-6), stages, LayerNorm.of(init.at("norm"), last, c.eps),
        Linear.of(init.at("head"), last, c.classes));
  }

  private static Tensor overChannels(LayerNorm norm, Tensor x) {
    return norm.forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
  }

  /** What leaves the first convolution and each stage (B, channels, height, width). */
  public List<Tensor> hiddenStates(Tensor pixels) {
    var states = new ArrayList<Tensor>();
    states.add(overChannels(patchNorm, patches.forward(pixels)));
    for (var stage : stages) states.add(stage.forward(states.getLast()));
    return states;
  }

  /** Class scores (B, classes) of pixels (B, C, H, W). */
  public Tensor forward(Tensor pixels) {
    return classify(hiddenStates(pixels).getLast());
  }

  /** Class scores of what left the last stage. */
  public Tensor classify(Tensor x) {
    return head.forward(norm.forward(x.mean(2, 3)));
  }
}
