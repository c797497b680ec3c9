package org.vitrail.vit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.vitrail.nn.ConfigReader;

/** The published networks without norms, under timm's names and in the fields of its {@code NfCfg}. */
final class NfArchitectures {
  private static final Pattern RESNET = Pattern.compile("nf_(se|eca|)resnet(26|50|101)");
  private static final Pattern REGNET = Pattern.compile("nf_regnet_b([0-5])");
  private static final Pattern NFNET = Pattern.compile("(dm_|)nfnet_f([0-7])");
  private static final Pattern LIGHT = Pattern.compile("(eca_|)nfnet_l([0-3])");

  private static final int[][] REGNET_DEPTHS =
      {{1, 3, 6, 6}, {2, 4, 7, 7}, {2, 4, 8, 8}, {2, 5, 9, 9}, {2, 6, 11, 11}, {3, 7, 14, 14}};
  private static final int[][] REGNET_WIDTHS = {{48, 104, 208, 440}, {48, 104, 208, 440}, {56, 112, 232, 488},
      {56, 128, 248, 528}, {64, 144, 288, 616}, {80, 168, 336, 704}};

  private NfArchitectures() {}

  /** @throws IllegalArgumentException if there is none of this name */
  static Map<String, Object> named(String name) {
    var resNet = RESNET.matcher(name);
    if (resNet.matches()) return resNet(resNet.group(1), Integer.parseInt(resNet.group(2)));
    var regNet = REGNET.matcher(name);
    if (regNet.matches()) return regNet(Integer.parseInt(regNet.group(1)));
    var nfNet = NFNET.matcher(name);
    if (nfNet.matches()) return nfNet(Integer.parseInt(nfNet.group(2)), nfNet.group(1).equals("dm_"));
    var light = LIGHT.matcher(name);
    if (light.matches()) return light(Integer.parseInt(light.group(2)), light.group(1).equals("eca_"));
    throw new IllegalArgumentException("config.json: architecture is " + name
        + ", expected one of timm's networks without norms, such as nf_resnet50, nf_regnet_b1, nfnet_l0, dm_nfnet_f0");
  }

  private static Map<String, Object> resNet(String gate, int layers) {
    var depths = switch (layers) {
      case 26 -> List.of(2, 2, 2, 2);
      case 50 -> List.of(3, 4, 6, 3);
      default -> List.of(3, 4, 23, 3);
    };
    var fields = ConfigReader.ordered("depths", depths, "channels", List.of(256, 512, 1024, 2048),
        "stem_type", "7x7_pool", "stem_chs", 64, "bottle_ratio", 0.25, "act_layer", "relu");
    if (!gate.isEmpty()) fields.put("attn_layer", gate);
    return fields;
  }

  private static Map<String, Object> regNet(int size) {
    var widths = REGNET_WIDTHS[size];
    return ConfigReader.ordered("depths", list(REGNET_DEPTHS[size]), "channels", list(widths), "stem_type", "3x3",
        "group_size", 8, "width_factor", 0.75, "bottle_ratio", 2.25, "num_features", 1280 * widths[3] / 440,
        "reg", true, "attn_layer", "se", "attn_kwargs", Map.of("rd_ratio", 0.5));
  }

  /** @param original as the authors' own weights need it: γ in the activations, TensorFlow's padding, SkipInit */
  private static Map<String, Object> nfNet(int size, boolean original) {
    return ConfigReader.ordered("depths", depths(size), "channels", List.of(256, 512, 1536, 1536),
        "stem_type", "deep_quad", "stem_chs", 128, "group_size", 128, "bottle_ratio", 0.5, "extra_conv", true,
        "num_features", 3072, "act_layer", "gelu", "attn_layer", "se", "attn_kwargs", Map.of("rd_ratio", 0.5),
        "gamma_in_act", original, "same_padding", original, "skipinit", original);
  }

  private static Map<String, Object> light(int size, boolean efficient) {
    var fields = ConfigReader.ordered("depths", depths(size), "channels", List.of(256, 512, 1536, 1536),
        "stem_type", "deep_quad", "stem_chs", 128, "group_size", 64, "bottle_ratio", 0.25, "extra_conv", true,
        "num_features", size == 0 ? 2304 : 3072, "act_layer", "silu", "attn_layer", efficient ? "eca" : "se");
    if (!efficient) fields.put("attn_kwargs", Map.of("rd_ratio", 0.25));
    return fields;
  }

  private static List<Integer> depths(int size) {
    return IntStream.of(1, 2, 6, 3).map(depth -> depth * (size + 1)).boxed().toList();
  }

  private static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
