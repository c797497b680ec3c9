package org.vitrail.vit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.vitrail.nn.Activation;
import org.vitrail.nn.ChannelAttention;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Layer;
import org.vitrail.nn.Linear;
import org.vitrail.nn.SqueezeExcite;
import org.vitrail.nn.StandardizedConv2d;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Shape;

/**
 * {@link NfNet} in the layout of timm's {@code NormFreeNet}. The stem of small pictures, {@code 3x3_small}, is no part
 * of timm, which refuses it by name.
 */
public final class TimmNfNet {
  private static final int MOST_STRIDE = 32;

  private TimmNfNet() {}

  /**
   * The configuration in a {@code config.json} of timm's: an {@code architecture} by name, changed by
   * {@code model_args}.
   */
  public static NfNet.Config hubConfig(ConfigReader json) {
    var fields = NfArchitectures.named(json.text("architecture", null));
    var pretrained = json.object("pretrained_cfg");
    fields.put("in_chans", pretrained.integers("input_size", List.of(3))[0]);
    fields.put("num_classes", json.integer("num_classes", pretrained.integer("num_classes", 1000)));
    fields.putAll(json.object("model_args").values());
    return config(new ConfigReader(fields));
  }

  /** What {@code config.json} says of this model, as {@link #hubConfig} reads it. */
  public static Map<String, Object> json(NfNet.Config c) {
    var block = c.block();
    var fields = ConfigReader.ordered("depths", list(c.depths()), "channels", list(c.widths()),
        "stem_type", c.stem().type(), "stem_chs", c.stemWidth(), "act_layer", block.activation().configName(),
        "alpha", block.alpha(), "bottle_ratio", block.bottleneck(), "ch_div", block.divisor(),
        "group_size", block.groupWidth(), "reg", block.reg(), "extra_conv", block.extra(), "num_features", c.features(),
        "gamma_in_act", block.gammaInActivation(), "same_padding", block.same(), "skipinit", block.skipInit(),
        "std_conv_eps", block.eps(), "drop_path_rate", block.dropPath(), "in_chans", c.channels());
    if (block.gate() != null) putGate(fields, block.gate());
    return ConfigReader.ordered("architecture", "nf_resnet26", "num_classes", c.classes(), "model_args", fields);
  }

  private static void putGate(Map<String, Object> fields, NfBlock.Gate gate) {
    fields.put("attn_layer", gate.ratio() == 0 ? "eca" : "se");
    fields.put("attn_gain", gate.gain());
    fields.put("attn_kwargs", gate.ratio() == 0 ? Map.of()
        : ConfigReader.ordered("rd_ratio", gate.ratio(), "rd_divisor", gate.divisor()));
  }

  private static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The configuration in the fields of timm's {@code NfCfg}, beside {@code in_chans} and {@code num_classes}. */
  public static NfNet.Config config(ConfigReader json) {
    int divisor = json.count("ch_div", 8);
    double factor = json.number("width_factor", 1);
    var channels = json.integers("channels", List.of());
    if (channels.length == 0) {
      throw new IllegalArgumentException("config.json: channels, the widths of the stages, is missing");
    }
    var widths = new int[channels.length];
    for (int s = 0; s < widths.length; s++) widths[s] = NfNet.divisible(channels[s] * factor, divisor);
    int features = json.integer("num_features", 0);
    var stem = NfStem.named(json.text("stem_type", "3x3"));
    if (stem.stride() << widths.length - (stem.stride() == 2 ? 0 : 1) > MOST_STRIDE) {
      throw new IllegalArgumentException("config.json: " + widths.length + " stages after the stem " + stem.type()
          + " shrink a picture more than " + MOST_STRIDE
          + " times; networks that widen their kernels instead are not read");
    }
    return new NfNet.Config(json.count("in_chans", 3), stem,
        NfNet.divisible(json.integer("stem_chs", channels[0]) * factor, divisor), widths,
        json.integers("depths", List.of()), block(json, divisor),
        features == 0 ? 0 : NfNet.divisible(features * factor, divisor), json.count("num_classes", 1000));
  }

  private static NfBlock.Config block(ConfigReader json, int divisor) {
    return new NfBlock.Config(Activation.named(json.text("act_layer", "silu")), json.number("alpha", 0.2),
        json.number("bottle_ratio", 0.5), divisor, json.integer("group_size", 0), json.flag("reg", false),
        json.flag("extra_conv", false), gate(json), json.flag("gamma_in_act", false), json.flag("same_padding", false),
        json.flag("skipinit", false), json.number("std_conv_eps", 1e-5), json.number("drop_path_rate", 0));
  }

  private static NfBlock.Gate gate(ConfigReader json) {
    double gain = json.number("attn_gain", 2);
    var options = json.object("attn_kwargs");
    return switch (json.text("attn_layer", "")) {
      case "" -> null;
      case "se" -> new NfBlock.Gate(options.number("rd_ratio", 1.0 / 16), options.count("rd_divisor", 8), gain);
      case "eca" -> NfBlock.Gate.efficient(gain);
      case String other ->
          throw new IllegalArgumentException("config.json: attn_layer '" + other + "' is not se or eca");
    };
  }

  /** Where the checkpoint keeps the parameters. */
  public static WeightMap weights(NfNet net) {
    var map = new WeightMap();
    var stem = net.stem();
    for (int i = 0; i < stem.size(); i++) put(map, "stem.conv" + (stem.size() == 1 ? "" : i + 1), stem.get(i));
    for (int s = 0; s < net.stages().size(); s++) {
      var blocks = net.stages().get(s);
      for (int b = 0; b < blocks.size(); b++) put(map, "stages." + s + "." + b + ".", blocks.get(b));
    }
    put(map, "final_conv", net.last());
    return map.put("head.fc", net.head());
  }

  private static void put(WeightMap map, String name, NfBlock block) {
    put(map, name + "downsample.conv", block.shortcut());
    put(map, name + "conv1", block.conv1());
    put(map, name + "conv2", block.conv2());
    put(map, name + "conv2b", block.extra());
    put(map, name + "conv3", block.conv3());
    put(map, name + (block.gateInside() ? "attn." : "attn_last."), block.gate());
    map.put(name + "skipinit_gain", block.skipGain());
  }

  private static void put(WeightMap map, String name, StandardizedConv2d convolution) {
    if (convolution == null) return;
    map.put(name + ".weight", convolution.weight()).put(name + ".bias", convolution.bias())
        .put(name + ".gain", convolution.gain());
  }

  private static void put(WeightMap map, String name, Layer gate) {
    switch (gate) {
      case SqueezeExcite se -> {
        putFilter(map, name + "fc1", se.fc1());
        putFilter(map, name + "fc2", se.fc2());
      }
      case ChannelAttention eca -> map.put(name + "conv.weight", eca.weight());
      case null, default -> { }
    }
  }

  /** A linear map that the file stores as a 1x1 convolution. */
  private static void putFilter(WeightMap map, String name, Linear linear) {
    int[] filter = {linear.weight().dim(0), linear.weight().dim(1), 1, 1};
    map.put(name + ".weight", linear.weight(), Shape.of(filter)).put(name + ".bias", linear.bias());
  }
}
