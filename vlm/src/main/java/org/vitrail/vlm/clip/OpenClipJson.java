package org.vitrail.vlm.clip;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.ConfigReader;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.tower.ImageTower;
import org.vitrail.vlm.tower.ResNetTower;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;

/** The configuration of open_clip: the arguments of its class {@code CLIP}, and back. */
public final class OpenClipJson {
  /** What open_clip can add to blocks; none of it is known here. */
  private static final List<String> UNKNOWN = List.of("attentional_pool", "embed_cls", "qk_norm", "scaled_cosine_attn",
      "scale_heads", "scale_attn_inner", "scale_attn", "scale_fc", "timm_model_name", "hf_model_name");

  private OpenClipJson() {}

  /**
   * The configuration in the object {@code model_cfg} of an {@code open_clip_config.json}.
   *
   * @throws IllegalArgumentException in one sentence, if it asks for what is not known here or makes no sense
   */
  public static Clip.Config config(ConfigReader json) {
    int out = json.count("embed_dim");
    boolean quick = json.flag("quick_gelu", false);
    Double bias = json.has("init_logit_bias") ? json.number("init_logit_bias", 0) : null;
    return new Clip.Config(image(json.object("vision_cfg"), out, quick), text(json.object("text_cfg"), out, quick),
        json.number("init_logit_scale", Clip.LOG_SCALE), bias);
  }

  private static void requireKnown(ConfigReader json) {
    UNKNOWN.stream().filter(key -> json.has(key) && !Boolean.FALSE.equals(json.values().get(key))).findFirst()
        .ifPresent(key -> {
          throw new IllegalArgumentException("open_clip_config.json: " + key + " " + json.values().get(key)
              + " is not supported");
        });
  }

  private static ImageTower.Config image(ConfigReader json, int out, boolean quick) {
    requireKnown(json);
    int width = json.count("width", 768);
    int headWidth = json.count("head_width", 64);
    var size = json.size("image_size", 224);
    if (json.values().get("layers") instanceof List<?>) {
      var depths = json.integers("layers", List.of());
      return new ResNetTower.Config(Arrays.stream(depths).boxed().toList(), width, size[0],
          Math.max(1, 32 * width / headWidth), out);
    }
    requireOneOf(json, "pos_embed_type", "learnable");
    boolean mean = requireOneOf(json, "pool_type", "tok", "avg").equals("avg");
    return new VitTower.Config(new Vit.Config(new Vit.Input(size[0], size[1], 3, json.count("patch_size", 16)),
        Vit.Tokens.CLASS, new Vit.Entry(false, !json.flag("no_ln_pre", false)),
        json.count("layers", 12), block(json, width, Math.max(1, width / headWidth), quick, false),
        new Vit.Head(mean ? Vit.Pooling.MEAN : Vit.Pooling.CLASS, json.flag("final_ln_after_pool", false), false, 0)),
        out);
  }

  private static TextTower.Config text(ConfigReader json, int out, boolean quick) {
    requireKnown(json);
    boolean projected = requireOneOf(json, "proj_type", "linear", "none").equals("linear");
    var pooling = switch (requireOneOf(json, "pool_type", "argmax", "first", "last", "eos")) {
      case "first" -> new TextPooling.First();
      case "last" -> new TextPooling.Last();
      case "eos" -> new TextPooling.FirstOf(json.integer("eos_id", 2));
      default -> new TextPooling.LargestId();
    };
    int width = json.count("width", 512);
    return new TextTower.Config(json.count("vocab_size", 49_408), json.count("context_length", 77),
        json.count("layers", 12),
        block(json, width, json.count("heads", 8), quick, !json.flag("no_causal_mask", false)),
        pooling, projected ? out : 0, json.flag("proj_bias", false));
  }

  /** A text among {@code known}, of which the first is the default. */
  private static String requireOneOf(ConfigReader json, String key, String... known) {
    var value = json.text(key, known[0]);
    if (List.of(known).contains(value)) return value;
    throw new IllegalArgumentException("open_clip_config.json: " + key + " '" + value + "' is not one of "
        + String.join(", ", known));
  }

  private static Block.Config block(ConfigReader json, int width, int heads, boolean quick, boolean causal) {
    var activation = quick ? Activation.QUICK_GELU
        : json.object("act_kwargs").text("approximate", "none").equals("tanh") ? Activation.GELU_TANH : Activation.GELU;
    return new Block.Config(width, heads, (int) (width * json.number("mlp_ratio", 4)),
        json.object("norm_kwargs").number("eps", 1e-5), activation, false, true, false,
        json.number("ls_init_value", 0), 0, 0, causal);
  }

  /**
   * What {@code model_cfg} says of a model.
   *
   * @param padding the token that fills texts up
   */
  public static Map<String, Object> json(Clip.Config c, int padding) {
    var activation = c.text().block().activation();
    var json = ConfigReader.ordered(
        "embed_dim", out(c.image()),
        "quick_gelu", activation == Activation.QUICK_GELU,
        "init_logit_scale", c.logScale(),
        "vision_cfg", visionJson(c.image()),
        "text_cfg", textJson(c.text(), padding));
    if (c.bias() != null) json.put("init_logit_bias", c.bias());
    return json;
  }

  private static int out(ImageTower.Config c) {
    return switch (c) {
      case VitTower.Config vit -> vit.out();
      case ResNetTower.Config resNet -> resNet.out();
    };
  }

  private static Map<String, Object> visionJson(ImageTower.Config c) {
    return switch (c) {
      case ResNetTower.Config net -> ConfigReader.ordered(
          "image_size", net.side(), "layers", net.depths(), "width", net.base(),
          "head_width", 32 * net.base() / net.heads(), "patch_size", null);
      case VitTower.Config(var vit, _) -> {
        var json = ConfigReader.ordered(
            "image_size", vit.input().height() == vit.input().width() ? vit.input().height()
                : List.of(vit.input().height(), vit.input().width()),
            "layers", vit.depth(), "width", vit.block().width(),
            "head_width", vit.block().width() / vit.block().heads(),
            "patch_size", vit.input().patch(), "no_ln_pre", !vit.entry().norm(),
            "pool_type", vit.head().pooling() == Vit.Pooling.MEAN ? "avg" : "tok",
            "final_ln_after_pool", vit.head().normAfterPooling());
        json.putAll(blockJson(vit.block()));
        yield json;
      }
    };
  }

  private static Map<String, Object> textJson(TextTower.Config c, int padding) {
    var json = ConfigReader.ordered(
        "context_length", c.context(), "vocab_size", c.vocabulary(), "width", c.block().width(),
        "heads", c.block().heads(), "layers", c.depth(), "no_causal_mask", !c.block().causal(),
        "pad_id", padding, "proj_type", c.out() == 0 ? "none" : "linear", "proj_bias", c.projectionBias());
    switch (c.pooling()) {
      case TextPooling.First() -> json.put("pool_type", "first");
      case TextPooling.Last() -> json.put("pool_type", "last");
      case TextPooling.LargestId() -> json.put("pool_type", "argmax");
      case TextPooling.FirstOf(int id) -> {
        json.put("pool_type", "eos");
        json.put("eos_id", id);
      }
    }
    json.putAll(blockJson(c.block()));
    return json;
  }

  private static Map<String, Object> blockJson(Block.Config c) {
    var json = ConfigReader.ordered("mlp_ratio", (double) c.hidden() / c.width());
    if (c.layerScale() != 0) json.put("ls_init_value", c.layerScale());
    if (c.eps() != 1e-5) json.put("norm_kwargs", Map.of("eps", c.eps()));
    if (c.activation() == Activation.GELU_TANH) json.put("act_kwargs", Map.of("approximate", "tanh"));
    return json;
  }
}
