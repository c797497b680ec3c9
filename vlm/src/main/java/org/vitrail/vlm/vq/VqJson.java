package org.vitrail.vlm.vq;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrail.nn.ConfigReader;
import org.vitrail.vlm.vq.VqConfig.Centre;

/**
 * The {@code config.json} of a {@link Vq} for which no public layout has a place: what Hugging Face's has goes under
 * its names there, and lists say of each level what it is.
 */
public final class VqJson {
  public static final String TYPE = "vitrail_vqgan";

  private VqJson() {}

  /**
   * What {@link #json} says.
   *
   * @throws IllegalArgumentException in one sentence, if it makes no sense
   */
  public static VqConfig config(ConfigReader json) {
    var channels = json.integers("channels", List.of());
    var blocks = json.integers("num_res_blocks", List.of());
    int[] attentive = json.integers("attn_levels", List.of());
    if (channels.length != blocks.length) {
      throw new IllegalArgumentException("config.json: channels has " + channels.length + " levels, num_res_blocks "
          + blocks.length + "; expected the same number");
    }
    var levels = IntStream.range(0, channels.length).mapToObj(i -> new VqConfig.Level(channels[i], blocks[i],
        IntStream.of(attentive).anyMatch(level -> level == i))).toList();
    return new VqConfig(json.count("resolution"), json.count("in_channels", 3),
        json.count("tile", json.count("resolution")), json.count("patch", 1),
        json.count("base_channels"), levels, json.integer("more_res_blocks", 0),
        named(Centre.values(), json, "mid"), json.count("num_groups"), json.count("latent_channels"),
        json.count("num_embeddings"), json.count("embed_dim"), named(CodeNorm.values(), json, "code_norm"),
        json.flag("ema", false), json.number("dropout", 0), json.flag("decoder", true));
  }

  private static <E extends Enum<E>> E named(E[] all, ConfigReader json, String key) {
    var name = json.text(key, "missing");
    return Arrays.stream(all).filter(each -> name(each).equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("config.json: " + key + " is '" + name + "', expected "
            + Arrays.stream(all).map(VqJson::name).collect(Collectors.joining(" or "))));
  }

  private static String name(Enum<?> each) {
    return each.name().toLowerCase(Locale.ROOT);
  }

  public static Map<String, Object> json(VqConfig c) {
    var levels = c.levels();
    return ConfigReader.ordered(
        "model_type", TYPE,
        "resolution", c.side(),
        "in_channels", c.channels(),
        "tile", c.tile(),
        "patch", c.patch(),
        "base_channels", c.base(),
        "channels", levels.stream().map(VqConfig.Level::channels).toList(),
        "num_res_blocks", levels.stream().map(VqConfig.Level::blocks).toList(),
        "more_res_blocks", c.more(),
        "attn_levels", IntStream.range(0, levels.size()).filter(i -> levels.get(i).attentive()).boxed().toList(),
        "mid", name(c.centre()),
        "num_groups", c.groups(),
        "latent_channels", c.latent(),
        "num_embeddings", c.codes(),
        "embed_dim", c.width(),
        "code_norm", name(c.norm()),
        "ema", c.averaged(),
        "decoder", c.decodes(),
        "dropout", c.dropout());
  }
}
