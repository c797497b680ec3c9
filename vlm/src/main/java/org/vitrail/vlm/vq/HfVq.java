package org.vitrail.vlm.vq;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.GroupNorm;
import org.vitrail.nn.WeightMap;
import org.vitrail.vlm.vq.VqConfig.Centre;

/** {@link Vq} in the layouts of Hugging Face {@code ChameleonVQVAE} and {@code JanusVQVAE}. */
public final class HfVq {
  static final String CHAMELEON = "chameleon_vqgan";
  static final String JANUS = "janus_vqgan";
  private static final List<Integer> MULTIPLIERS = List.of(1, 1, 2, 2, 4);
  private static final int GROUPS = 32;

  private HfVq() {}

  /**
   * The configuration in a {@code config.json} of {@code ChameleonVQVAE}, or in the {@code vq_config} of Chameleon's.
   * Such a model has no decoder.
   *
   * @throws IllegalArgumentException in one sentence, if it makes no sense
   */
  public static VqConfig chameleon(ConfigReader json) {
    int side = json.count("resolution", 512);
    boolean attends = "vanilla".equals(json.text("attn_type", "vanilla"));
    int[] attentive = attends ? json.integers("attn_resolutions", List.of()) : new int[0];
    var multipliers = json.integers("channel_multiplier", MULTIPLIERS);
    var levels = IntStream.range(0, multipliers.length).mapToObj(i -> level(json, multipliers[i],
        IntStream.of(attentive).anyMatch(resolution -> resolution == side >> i))).toList();
    return config(json, side, levels, attends, 256, 8192, CodeNorm.NONE, false);
  }

  /**
   * The configuration in a {@code config.json} of {@code JanusVQVAE}, or in the {@code vq_config} of Janus's.
   *
   * @throws IllegalArgumentException in one sentence, if it makes no sense
   */
  public static VqConfig janus(ConfigReader json) {
    var multipliers = json.integers("channel_multiplier", MULTIPLIERS);
    int last = multipliers.length - 1;
    var levels = IntStream.rangeClosed(0, last).mapToObj(i -> level(json, multipliers[i], i == last)).toList();
    int channels = json.count("in_channels", 3);
    if (json.count("out_channels", 3) != channels) {
      throw new IllegalArgumentException("config.json: a VQ model whose pictures have other channels when they are "
          + "written (out_channels) than when they are read (in_channels) is not known here");
    }
    int side = json.count("num_patches", 32) << Math.max(last, 0);
    return config(json, side, levels, true, 8, 16_384, CodeNorm.DECODED, true);
  }

  private static VqConfig.Level level(ConfigReader json, int multiplier, boolean attentive) {
    return new VqConfig.Level(json.count("base_channels", 128) * multiplier, json.integer("num_res_blocks", 2),
        attentive);
  }

  private static VqConfig config(ConfigReader json, int side, List<VqConfig.Level> levels, boolean attentive, int width,
      int codes, CodeNorm norm, boolean decodes) {
    if (json.flag("double_latent", false)) {
      throw new IllegalArgumentException("config.json: double_latent is true, but no VQ model has use for a "
          + "second latent");
    }
    return new VqConfig(side, json.count("in_channels", 3), side, 1, json.count("base_channels", 128), levels, 1,
        attentive ? Centre.ATTENTIVE : Centre.PLAIN, GROUPS,
        json.count("latent_channels", 256), json.count("num_embeddings", codes), json.count("embed_dim", width), norm,
        false, json.number("dropout", 0), decodes);
  }

  /** Whether {@code ChameleonVQVAE} has a place for all that a model has. */
  public static boolean fitsChameleon(VqConfig c) {
    return fits(c) && !c.decodes() && c.norm() == CodeNorm.NONE
        && (c.centre() == Centre.ATTENTIVE || c.levels().stream().noneMatch(VqConfig.Level::attentive));
  }

  /** Whether {@code JanusVQVAE} has a place for all that a model has. */
  public static boolean fitsJanus(VqConfig c) {
    var upper = c.levels().subList(0, c.levels().size() - 1);
    return fits(c) && c.decodes() && c.norm() == CodeNorm.DECODED && c.centre() == Centre.ATTENTIVE
        && c.levels().getLast().attentive()
        && upper.stream().noneMatch(VqConfig.Level::attentive);
  }

  private static boolean fits(VqConfig c) {
    int blocks = c.levels().getFirst().blocks();
    return c.groups() == GROUPS && c.tile() == c.side() && c.patch() == 1 && c.more() == 1
        && c.centre() != Centre.NONE && !c.averaged()
        && c.levels().stream().allMatch(level -> level.blocks() == blocks && level.channels() % c.base() == 0);
  }

  /** What {@code config.json} says of a model that {@link #fitsChameleon}. */
  public static Map<String, Object> chameleonJson(VqConfig c) {
    var json = json("ChameleonVQVAE", CHAMELEON, c);
    json.put("resolution", c.side());
    json.put("attn_type", c.centre() == Centre.ATTENTIVE ? "vanilla" : "none");
    var attentive = IntStream.range(0, c.levels().size()).filter(i -> c.levels().get(i).attentive())
        .mapToObj(i -> c.side() >> i).toList();
    json.put("attn_resolutions", attentive.isEmpty() ? null : attentive);
    return json;
  }

  /** What {@code config.json} says of a model that {@link #fitsJanus}. */
  public static Map<String, Object> janusJson(VqConfig c) {
    var json = json("JanusVQVAE", JANUS, c);
    json.put("out_channels", c.channels());
    json.put("num_patches", c.grid());
    return json;
  }

  private static Map<String, Object> json(String architecture, String type, VqConfig c) {
    return ConfigReader.ordered(
        "architectures", List.of(architecture),
        "model_type", type,
        "in_channels", c.channels(),
        "base_channels", c.base(),
        "channel_multiplier", c.levels().stream().map(level -> level.channels() / c.base()).toList(),
        "num_res_blocks", c.levels().getFirst().blocks(),
        "double_latent", false,
        "latent_channels", c.latent(),
        "num_embeddings", c.codes(),
        "embed_dim", c.width(),
        "dropout", c.dropout(),
        "torch_dtype", "float32");
  }

  /**
   * Where a file keeps the parameters, each name after {@code prefix}: {@code model.vqmodel.} in Chameleon's. A decoder
   * is as in taming-transformers, its levels numbered as those of the encoder.
   */
  public static WeightMap weights(Vq vq, String prefix) {
    return new WeightMap().putAll(prefix, map(vq, false));
  }

  /** As {@link #weights}, with the levels of the decoder in the order in which they run, as in {@code JanusVQVAE}. */
  public static WeightMap janusWeights(Vq vq, String prefix) {
    return new WeightMap().putAll(prefix, map(vq, true));
  }

  private static WeightMap map(Vq vq, boolean decoderUpwards) {
    var map = new WeightMap();
    var encoder = vq.encoder();
    put(map, "encoder.conv_in", encoder.in());
    for (int i = 0; i < encoder.levels().size(); i++) {
      put(map, "encoder.down." + i, "downsample", encoder.levels().get(i));
    }
    put(map, "encoder.mid", encoder.middle());
    put(map, "encoder.norm_out", encoder.norm());
    put(map, "encoder.conv_out", encoder.out());
    put(map, "quantize", vq.codebook());
    put(map, "quant_conv", vq.quantConv());
    put(map, "post_quant_conv", vq.postQuantConv());
    if (vq.decoder() != null) put(map, vq.decoder(), decoderUpwards);
    return map;
  }

  /** The running means are called as in other programs that keep them; transformers knows none. */
  private static void put(WeightMap map, String name, Codebook codebook) {
    map.put(name + ".embedding.weight", codebook.embedding());
    if (codebook.means() == null) return;
    map.put(name + ".cluster_size", codebook.means().counts())
        .put(name + ".embed_avg", codebook.means().sums())
        .put(name + ".batches", codebook.means().batches());
  }

  private static void put(WeightMap map, Decoder decoder, boolean upwards) {
    put(map, "decoder.conv_in", decoder.in());
    put(map, "decoder.mid", decoder.middle());
    int last = decoder.levels().size() - 1;
    for (int i = 0; i <= last; i++) {
      put(map, "decoder.up." + (upwards ? i : last - i), "upsample", decoder.levels().get(i));
    }
    put(map, "decoder.norm_out", decoder.norm());
    put(map, "decoder.conv_out", decoder.out());
  }

  private static void put(WeightMap map, String name, String resample, Level level) {
    for (int i = 0; i < level.blocks().size(); i++) put(map, name + ".block." + i, level.blocks().get(i));
    for (int i = 0; i < level.attentions().size(); i++) put(map, name + ".attn." + i, level.attentions().get(i));
    if (level.resample() != null) put(map, name + "." + resample + ".conv", level.resample());
  }

  private static void put(WeightMap map, String name, Middle middle) {
    if (middle == null) return;
    put(map, name + ".block_1", middle.block1());
    if (middle.attention() != null) put(map, name + ".attn_1", middle.attention());
    put(map, name + ".block_2", middle.block2());
  }

  private static void put(WeightMap map, String name, ResBlock block) {
    put(map, name + ".norm1", block.norm1());
    put(map, name + ".conv1", block.conv1());
    put(map, name + ".norm2", block.norm2());
    put(map, name + ".conv2", block.conv2());
    if (block.shortcut() != null) put(map, name + ".nin_shortcut", block.shortcut());
  }

  private static void put(WeightMap map, String name, AttentionBlock block) {
    put(map, name + ".norm", block.norm());
    put(map, name + ".q", block.query());
    put(map, name + ".k", block.key());
    put(map, name + ".v", block.value());
    put(map, name + ".proj_out", block.out());
  }

  private static void put(WeightMap map, String name, Conv2d convolution) {
    map.put(name + ".weight", convolution.weight()).put(name + ".bias", convolution.bias());
  }

  private static void put(WeightMap map, String name, GroupNorm norm) {
    map.put(name + ".weight", norm.weight()).put(name + ".bias", norm.bias());
  }
}
