package org.vitrail.vit.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.io.Json;
import org.vitrail.vit.HfResNet;
import org.vitrail.vit.HfVit;
import org.vitrail.vit.NfNet;
import org.vitrail.vit.ResNet;
import org.vitrail.vit.TimmNfNet;
import org.vitrail.vit.Vit;

/**
 * A network that scores the classes of pictures of one size, whatever its kind, and how its checkpoint is laid out.
 *
 * @param name what its kind is called
 * @param head the last layer
 * @param scores class scores (B, classes) of pixels (B, C, H, W) in the network's own scale
 * @param json what {@code config.json} says of it
 */
public record Network(String name, Part model, Linear head, Input input, UnaryOperator<Tensor> scores,
    WeightMap weights, Map<String, Object> json) {

  /**
   * The pictures that it takes, and the scale in which it sees them: {@code (x − mean)/std} of x from 0 to 1 for each
   * channel.
   */
  public record Input(int height, int width, int channels, List<Double> mean, List<Double> std) {
    private static final int MEASURED = 1000;
    private static final double SMALLEST = 1e-6;

    public Input {
      if (mean.size() != channels || std.size() != channels) {
        throw new IllegalArgumentException("a network of pictures with " + channels + " channels has " + mean.size()
            + " means and " + std.size() + " deviations; it needs one of both for each channel");
      }
    }

    /** Seen from −1 to 1. */
    public Input(int height, int width, int channels) {
      this(height, width, channels, halves(channels), halves(channels));
    }

    /** In which the pictures to train on have mean 0 and deviation 1 in each channel, as far as the first ones tell. */
    public static Input standardizing(PictureSet set) {
      var train = set.train();
      var sums = new double[set.channels()];
      var squares = new double[set.channels()];
      int pictures = Math.min(train.size(), MEASURED);
      for (int n = 0; n < pictures; n++) {
        var levels = train.get(n).picture().pixels();
        for (int i = 0; i < levels.length; i++) {
          double x = (levels[i] & 0xFF) / 255.0;
          sums[i % sums.length] += x;
          squares[i % sums.length] += x * x;
        }
      }
      double count = (double) pictures * set.width() * set.height();
      var mean = DoubleStream.of(sums).map(sum -> sum / count).boxed().toList();
      var std = IntStream.range(0, sums.length)
          .mapToObj(c -> Math.sqrt(Math.max(SMALLEST, squares[c] / count - mean.get(c) * mean.get(c)))).toList();
      return new Input(set.height(), set.width(), set.channels(), mean, std);
    }

    private static List<Double> halves(int channels) {
      return Collections.nCopies(channels, 0.5);
    }

    /** {@link Pixels} in this scale. */
    private Tensor scaled(Tensor pixels) {
      var halves = halves(channels);
      if (mean.equals(halves) && std.equals(halves)) return pixels;
      var scale = new float[channels];
      var shift = new float[channels];
      for (int c = 0; c < channels; c++) {
        scale[c] = (float) (0.5 / std.get(c));
        shift[c] = (float) ((0.5 - mean.get(c)) / std.get(c));
      }
      return pixels.scaleChannels(Tensor.of(scale, channels), Tensor.of(shift, channels));
    }
  }

  /** In the layout of Hugging Face {@code ViTForImageClassification}. */
  public static Network of(Vit vit) {
    var input = vit.config().input();
    return of(vit, new Input(input.height(), input.width(), input.channels()));
  }

  private static Network of(Vit vit, Input input) {
    return new Network("ViT", vit, vit.head(), input, vit::forward, HfVit.weights(vit),
        HfVit.json(vit.config()));
  }

  /** In the layout of Hugging Face {@code ResNetForImageClassification}, with the picture's size beside it. */
  public static Network of(ResNet net, Input input) {
    var json = HfResNet.json(net.config());
    json.put("image_size", List.of(input.height, input.width));
    return new Network("ResNet", net, net.head(), input, net::forward, HfResNet.weights(net), json);
  }

  /** In the layout of timm's {@code NormFreeNet}. */
  public static Network of(NfNet net, Input input) {
    var json = TimmNfNet.json(net.config());
    json.put("pretrained_cfg", ConfigReader.ordered(
        "input_size", List.of(input.channels, input.height, input.width), "interpolation", "bilinear", "crop_pct", 1.0,
        "mean", input.mean, "std", input.std, "num_classes", net.config().classes(),
        "first_conv", net.stem().size() == 1 ? "stem.conv" : "stem.conv1", "classifier", "head.fc"));
    return new Network("NF-ResNet", net, net.head(), input, net::forward, TimmNfNet.weights(net), json);
  }

  /** Class scores (B, classes) of {@link Pixels} (B, C, H, W). */
  public Tensor forward(Tensor pixels) {
    return scores.apply(input.scaled(pixels));
  }

  /**
   * The network that the {@code config.json} of a folder describes, its weights not yet loaded.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  static Network described(Path folder, ConfigReader json, int classes) throws IOException {
    return switch (json.text("model_type", json.has("architecture") ? "timm" : "null")) {
      case "vit" -> {
        var config = HfVit.config(json, classes);
        yield of(Vit.of(config, Init.of(0)), input(processor(folder), config.input().height(), config.input().width(),
            config.input().channels()));
      }
      case "resnet" -> {
        var config = HfResNet.config(json, classes);
        var processor = processor(folder);
        var size = json.has("image_size") ? json.size("image_size", 224) : size(processor);
        yield of(ResNet.of(config, Init.of(0)), input(processor, size[0], size[1], config.channels()));
      }
      case "timm" -> {
        var config = TimmNfNet.hubConfig(json);
        var pretrained = json.object("pretrained_cfg");
        var size = pretrained.integers("input_size", List.of(config.channels(), 224, 224));
        yield of(NfNet.of(config, Init.of(0)), new Input(size[1], size[2], config.channels(),
            pretrained.numbers("mean", Input.halves(config.channels())),
            pretrained.numbers("std", Input.halves(config.channels()))));
      }
      case String other -> throw new IllegalArgumentException(folder.resolve("config.json")
          + " describes a model of type " + other + ", expected vit, resnet, or one of timm's networks without norms");
    };
  }

  private static ConfigReader processor(Path folder) throws IOException {
    var file = folder.resolve("preprocessor_config.json");
    return new ConfigReader(Files.exists(file) ? Json.readObject(file) : Map.of());
  }

  private static Input input(ConfigReader processor, int height, int width, int channels) {
    return new Input(height, width, channels, processor.numbers("image_mean", Input.halves(channels)),
        processor.numbers("image_std", Input.halves(channels)));
  }

  private static int[] size(ConfigReader processor) {
    if (processor.values().get("size") instanceof Number) return processor.size("size", 224);
    var size = processor.object("size");
    int edge = size.integer("shortest_edge", 224);
    return new int[] {size.integer("height", edge), size.integer("width", edge)};
  }
}
