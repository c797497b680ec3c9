package org.vitrail.vlm.tower;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Tensor;
import org.vitrail.vit.ResNet.ConvNorm;

/**
 * The residual network of CLIP (Radford et al. 2021, section 2.4): a stem of three convolutions, average pools in place
 * of strides, and attention in place of the last average. Pictures (n, 3, H, W), H and W multiples of 32.
 */
public record ResNetTower(Config config, List<ConvNorm> stem, List<List<Bottleneck>> stages, MeanAttention pool)
    implements ImageTower {
  private static final int EXPANSION = 4;
  /** The sides of a picture over those of what leaves the last stage. */
  private static final int REDUCTION = 32;

  /**
   * @param depths blocks of each of four stages
   * @param base channels of the stem; the stages end with 4, 8, 16 and 32 times as many
   * @param side rows and columns of the pictures
   * @param heads of the attention that pools
   * @param out width of the result
   */
  public record Config(List<Integer> depths, int base, int side, int heads, int out) implements ImageTower.Config {
    public Config {
      if (depths.size() != 4 || base < 2 || side < REDUCTION || side % REDUCTION != 0) {
        throw new IllegalArgumentException("a ResNet of stages " + depths + ", " + base + " channels and pictures of "
            + "side " + side + " cannot be; expected four stages, 2 channels or more, and a multiple of " + REDUCTION);
      }
      if (REDUCTION * base % heads != 0) {
        throw new IllegalArgumentException("a ResNet of " + base + " channels cannot pool with " + heads
            + " heads; they must divide " + REDUCTION * base);
      }
    }

    @Override public int height() {
      return side;
    }

    @Override public int width() {
      return side;
    }

    @Override public int channels() {
      return 3;
    }

    /** A block has 1, 9 and 4 times the square of its inner channels, a shortcut not counted. */
    @Override public double parameters() {
      double places = 1 + (double) (side / REDUCTION) * (side / REDUCTION);
      double wide = (double) REDUCTION * base;
      double sum = (3 * wide + out + places) * wide;
      for (int s = 0; s < depths.size(); s++) sum += depths.get(s) * 14.0 * Math.pow((double) base * (1 << s), 2);
      return sum;
    }
  }

  /**
   * {@code relu(layers(x) + shortcut(x))}, with an average pool of {@code stride} before the last layer and before the
   * shortcut, which is null where the shape stays.
   */
  public record Bottleneck(List<ConvNorm> layers, ConvNorm shortcut, int stride) implements Layer {

    /** The last norm begins with weight 0, so that a new block passes on its input. */
    static Bottleneck of(Init init, int in, int narrow, int stride) {
      int out = EXPANSION * narrow;
      var at = init.at("layers");
      var last = ConvNorm.of(at.at(2), narrow, out, 1, 1, false);
      last.norm().weight().assign(Tensor.zeros(out));
      return new Bottleneck(
          List.of(ConvNorm.of(at.at(0), in, narrow, 1, 1, true),
              ConvNorm.of(at.at(1), narrow, narrow, 3, 1, true), last),
          in == out && stride == 1 ? null : ConvNorm.of(init.at("shortcut"), in, out, 1, 1, false), stride);
    }

    @Override public Tensor forward(Tensor x) {
      var y = layers.get(1).forward(layers.get(0).forward(x));
      y = layers.get(2).forward(smaller(y));
      return y.add(shortcut == null ? x : shortcut.forward(smaller(x))).relu();
    }

    private Tensor smaller(Tensor x) {
      return stride == 1 ? x : x.avgPool2d(stride, stride, 0);
    }
  }

  public static ResNetTower of(Config c, Init init) {
    int half = c.base / 2;
    var stem = List.of(ConvNorm.of(init.at("stem").at(0), 3, half, 3, 2, true),
        ConvNorm.of(init.at("stem").at(1), half, half, 3, 1, true),
        ConvNorm.of(init.at("stem").at(2), half, c.base, 3, 1, true));
    var stages = new ArrayList<List<Bottleneck>>();
    int in = c.base;
    for (int s = 0; s < 4; s++) {
      int narrow = c.base << s;
      int entering = in;
      int stride = s == 0 ? 1 : 2;
      var at = init.at("stages").at(s);
      stages.add(IntStream.range(0, c.depths.get(s)).mapToObj(b ->
          Bottleneck.of(at.at(b), b == 0 ? entering : EXPANSION * narrow, narrow, b == 0 ? stride : 1)).toList());
      in = EXPANSION * narrow;
    }
    int places = c.side / REDUCTION * (c.side / REDUCTION);
    return new ResNetTower(c, stem, stages, MeanAttention.of(init.at("pool"), places, in, c.heads, c.out));
  }

  @Override public Tensor forward(Tensor pixels) {
    var x = pixels;
    for (var layer : stem) x = layer.forward(x);
    x = x.avgPool2d(2, 2, 0);
    for (var stage : stages) {
      for (var block : stage) x = block.forward(x);
    }
    return pool.forward(x);
  }
}
