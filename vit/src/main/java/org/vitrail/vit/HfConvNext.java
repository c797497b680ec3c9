package org.vitrail.vit;

import java.util.List;
import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Activation;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.WeightMap;

/** {@link ConvNext} in the layout of Hugging Face {@code ConvNextForImageClassification}. */
public final class HfConvNext {
  private HfConvNext() {}

  /** The configuration in a {@code config.json}. */
  public static ConvNext.Config config(ConfigReader json, int classes) {
    return new ConvNext.Config(json.integer("num_channels", 3), json.integer("patch_size", 4),
        json.integers("hidden_sizes", List.of(96, 192, 384, 768)), json.integers("depths", List.of(3, 3, 9, 3)),
        Activation.named(json.text("hidden_act", "gelu")), json.number("layer_norm_eps", 1e-12),
        json.number("layer_scale_init_value", 1e-6), json.number("drop_path_rate", 0), classes);
  }

  /** Where {@code model.safetensors} keeps the parameters. */
  public static WeightMap weights(ConvNext net) {
    var map = new WeightMap();
    put(map, "convnext.embeddings.patch_embeddings", net.patches());
    map.put("convnext.embeddings.layernorm", net.patchNorm());
    for (int s = 0; s < net.stages().size(); s++) {
      var stage = net.stages().get(s);
      var name = "convnext.encoder.stages." + s + ".";
      map.put(name + "downsampling_layer.0", stage.norm());
      put(map, name + "downsampling_layer.1", stage.downsample());
      for (int b = 0; b < stage.blocks().size(); b++) put(map, name + "layers." + b + ".", stage.blocks().get(b));
    }
    return map.put("convnext.layernorm", net.norm()).put("classifier", net.head());
  }

  private static void put(WeightMap map, String name, ConvNext.ConvBlock block) {
    put(map, name + "dwconv", block.depthwise());
    map.put(name + "layernorm", block.norm())
        .put(name + "pwconv1", block.fc1())
        .put(name + "pwconv2", block.fc2())
        .put(name + "layer_scale_parameter", block.scale() == null ? (Parameter) null : block.scale().weight());
  }

  private static void put(WeightMap map, String name, Conv2d convolution) {
    if (convolution != null) map.put(name + ".weight", convolution.weight()).put(name + ".bias", convolution.bias());
  }
}
