package org.vitrail.vlm.clip;

import java.util.List;
import java.util.Map;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Shape;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;

/** {@link Clip} in the layout of Hugging Face {@code CLIPModel}, whose image tower is a vision transformer. */
public final class HfClip {
  /** An end of this id in a configuration stands for the largest id of a text, as in all files of the first years. */
  private static final int OLD_END = 2;

  private HfClip() {}

  /**
   * The configuration in a {@code config.json}.
   *
   * @throws IllegalArgumentException in one sentence, if it is not CLIP's or makes no sense
   */
  public static Clip.Config config(ConfigReader json) {
    var type = json.text("model_type", "clip");
    if (!type.equals("clip")) {
      throw new IllegalArgumentException("config.json: model_type '" + type + "' is not 'clip'");
    }
    int out = json.count("projection_dim", 512);
    var vision = tower(json, "vision_config");
    var size = vision.size("image_size", 224);
    var input = new Vit.Input(size[0], size[1], vision.count("num_channels", 3), vision.count("patch_size", 32));
    var vit = new Vit.Config(input, Vit.Tokens.CLASS, new Vit.Entry(false, true), vision.count("num_hidden_layers", 12),
        block(vision, 768, 3072, 12, false), new Vit.Head(Vit.Pooling.CLASS, false, false, 0));
    return new Clip.Config(new VitTower.Config(vit, out), text(tower(json, "text_config"), out),
        json.number("logit_scale_init_value", 2.6592), null);
  }

  /** Files of the first years have the towers' values under another name beside, which win. */
  private static ConfigReader tower(ConfigReader json, String name) {
    return json.object(json.has(name + "_dict") ? name + "_dict" : name);
  }

  private static TextTower.Config text(ConfigReader text, int out) {
    int end = text.integer("eos_token_id", 49_407);
    return new TextTower.Config(text.count("vocab_size", 49_408), text.count("max_position_embeddings", 77),
        text.count("num_hidden_layers", 12), block(text, 512, 2048, 8, true),
        end == OLD_END ? new TextPooling.LargestId() : new TextPooling.FirstOf(end), out, false);
  }

  private static Block.Config block(ConfigReader json, int width, int hidden, int heads, boolean causal) {
    return new Block.Config(json.count("hidden_size", width), json.count("num_attention_heads", heads),
        json.count("intermediate_size", hidden), json.number("layer_norm_eps", 1e-5),
        Activation.named(json.text("hidden_act", "quick_gelu")), false, true, false, 0, 0, 0, causal);
  }

  /** Whether the layout has a place for what a model has. */
  public static boolean fits(Clip.Config c) {
    return c.image() instanceof VitTower.Config(var vit, int out) && c.bias() == null && out == c.text().out()
        && vit.entry().norm() && vit.head().pooling() == Vit.Pooling.CLASS
        && plain(vit.block(), false) && plain(c.text().block(), true) && !c.text().projectionBias()
        && (c.text().pooling() instanceof TextPooling.LargestId
            || c.text().pooling() instanceof TextPooling.FirstOf(int id) && id != OLD_END);
  }

  private static boolean plain(Block.Config c, boolean causal) {
    return c.layerScale() == 0 && c.causal() == causal;
  }

  /** As {@link #json(Clip.Config, int, int)}, of texts that nothing begins and 0 fills up. */
  public static Map<String, Object> json(Clip.Config c) {
    return json(c, -1, 0);
  }

  /**
   * What {@code config.json} says of a model that {@link #fits}.
   *
   * @param begin the token before each text, −1 for none
   * @param padding the token that fills texts up
   */
  public static Map<String, Object> json(Clip.Config c, int begin, int padding) {
    var tower = (VitTower.Config) c.image();
    return ConfigReader.ordered(
        "architectures", List.of("CLIPModel"),
        "model_type", "clip",
        "projection_dim", tower.out(),
        "logit_scale_init_value", c.logScale(),
        "text_config", textJson(c.text(), begin, padding),
        "vision_config", visionJson(tower.vit(), tower.out()),
        "torch_dtype", "float32");
  }

  private static Map<String, Object> textJson(TextTower.Config c, int begin, int padding) {
    var json = blockJson("clip_text_model", c.block(), c.depth(), c.out());
    json.put("vocab_size", c.vocabulary());
    json.put("max_position_embeddings", c.context());
    if (begin >= 0) json.put("bos_token_id", begin);
    json.put("eos_token_id", c.pooling() instanceof TextPooling.FirstOf(int id) ? id : OLD_END);
    json.put("pad_token_id", padding);
    return json;
  }

  private static Map<String, Object> visionJson(Vit.Config c, int out) {
    var input = c.input();
    var json = blockJson("clip_vision_model", c.block(), c.depth(), out);
    json.put("image_size", input.height() == input.width() ? input.height() : List.of(input.height(), input.width()));
    json.put("patch_size", input.patch());
    json.put("num_channels", input.channels());
    return json;
  }

  private static Map<String, Object> blockJson(String type, Block.Config c, int depth, int out) {
    return ConfigReader.ordered(
        "model_type", type,
        "hidden_size", c.width(),
        "intermediate_size", c.hidden(),
        "num_hidden_layers", depth,
        "num_attention_heads", c.heads(),
        "hidden_act", c.activation().configName(),
        "layer_norm_eps", c.eps(),
        "attention_dropout", 0.0,
        "projection_dim", out);
  }

  /** Where {@code model.safetensors} keeps the parameters; {@code position_ids} of old files are passed over. */
  public static WeightMap weights(Clip clip) {
    var tower = (VitTower) clip.image();
    var vit = tower.vit();
    var text = clip.text();
    int width = vit.config().block().width();
    var map = new WeightMap().put("logit_scale", clip.logScale());
    map.put("text_model.embeddings.token_embedding.weight", text.tokens().weight())
        .put("text_model.embeddings.position_embedding.weight", text.positions());
    for (int i = 0; i < text.blocks().size(); i++) put(map, "text_model.encoder.layers." + i, text.blocks().get(i));
    map.put("text_model.final_layer_norm", text.norm());
    map.put("vision_model.embeddings.class_embedding", vit.classToken(), Shape.of(width))
        .put("vision_model.embeddings.patch_embedding.weight", vit.patches().weight())
        .put("vision_model.embeddings.position_embedding.weight", vit.positions().table(),
            Shape.of(vit.positions().table().dim(1), width))
        .put("vision_model.pre_layrnorm", vit.preNorm());
    for (int i = 0; i < vit.blocks().size(); i++) put(map, "vision_model.encoder.layers." + i, vit.blocks().get(i));
    return map.put("vision_model.post_layernorm", vit.norm())
        .put("visual_projection", tower.projection())
        .put("text_projection", text.projection());
  }

  /** A block under the names that CLIP and SigLIP share. */
  public static void put(WeightMap map, String name, Block block) {
    var attention = name + ".self_attn.";
    var mlp = (Mlp) block.mlp();
    map.put(name + ".layer_norm1", (LayerNorm) block.norm1())
        .putParts(block.attention().qkv(), attention + "q_proj", attention + "k_proj", attention + "v_proj")
        .put(attention + "out_proj", block.attention().out())
        .put(name + ".layer_norm2", (LayerNorm) block.norm2())
        .put(name + ".mlp.fc1", mlp.fc1())
        .put(name + ".mlp.fc2", mlp.fc2());
  }
}
