package org.vitrail.vit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.WeightMap;

/**
 * {@link ResNet} in the layout of Hugging Face {@code ResNetForImageClassification}. The small stem is no part of that:
 * {@code config.json} marks it with {@code small_stem}, and transformers refuses its weights for their shape.
 */
public final class HfResNet {
  private HfResNet() {}

  /** The configuration in a {@code config.json}. */
  public static ResNet.Config config(ConfigReader json, int classes) {
    return new ResNet.Config(json.integer("num_channels", 3), json.integer("embedding_size", 64),
        json.integers("hidden_sizes", List.of(256, 512, 1024, 2048)), json.integers("depths", List.of(3, 4, 6, 3)),
        json.text("layer_type", "bottleneck").equals("bottleneck"), json.flag("downsample_in_first_stage", false),
        json.flag("downsample_in_bottleneck", false), json.flag("small_stem", false), classes);
  }

  /** What {@code config.json} says of this model. */
  public static Map<String, Object> json(ResNet.Config c) {
    var json = ConfigReader.ordered(
        "architectures", List.of("ResNetForImageClassification"),
        "model_type", "resnet",
        "num_channels", c.channels(),
        "embedding_size", c.stemWidth(),
        "hidden_sizes", Arrays.stream(c.widths()).boxed().toList(),
        "depths", Arrays.stream(c.depths()).boxed().toList(),
        "layer_type", c.bottleneck() ? "bottleneck" : "basic",
        "hidden_act", "relu",
        "downsample_in_first_stage", c.downsampleFirst(),
        "downsample_in_bottleneck", c.strideInFirst());
    if (c.smallStem()) json.put("small_stem", true);
    return json;
  }

  /** Where {@code model.safetensors} keeps the parameters and the running statistics. */
  public static WeightMap weights(ResNet net) {
    var map = new WeightMap();
    put(map, "resnet.embedder.embedder.", net.stem());
    for (int s = 0; s < net.stages().size(); s++) {
      var blocks = net.stages().get(s);
      for (int b = 0; b < blocks.size(); b++) {
        var block = blocks.get(b);
        var name = "resnet.encoder.stages." + s + ".layers." + b + ".";
        for (int i = 0; i < block.layers().size(); i++) put(map, name + "layer." + i + ".", block.layers().get(i));
        if (block.shortcut() != null) put(map, name + "shortcut.", block.shortcut());
      }
    }
    return map.put("classifier.1", net.head());
  }

  private static void put(WeightMap map, String name, ResNet.ConvNorm layer) {
    var norm = layer.norm();
    map.put(name + "convolution.weight", layer.convolution().weight())
        .put(name + "normalization.weight", norm.weight())
        .put(name + "normalization.bias", norm.bias())
        .put(name + "normalization.running_mean", norm.runningMean())
        .put(name + "normalization.running_var", norm.runningVariance())
        .put(name + "normalization.num_batches_tracked", norm.batches());
  }
}
