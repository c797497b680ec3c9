package org.vitrail.vlm.siglip;

import java.util.List;
import java.util.Map;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Shape;
import org.vitrail.vit.AttentionPool;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.clip.HfClip;
import org.vitrail.vlm.tower.TextPooling;
import org.vitrail.vlm.tower.TextTower;

/** {@link Siglip} in the layout of Hugging Face {@code SiglipModel} and {@code Siglip2Model}. */
public final class HfSiglip {
  private HfSiglip() {}

  /**
   * The model that a {@code config.json} describes; what it leaves out has the values of SigLIP Base.
   *
   * @throws IllegalArgumentException in one sentence, if it asks for something not known here
   */
  public static Siglip.Config config(ConfigReader json) {
    var type = json.text("model_type", "siglip");
    if (!type.equals("siglip") && !type.equals("siglip2")) {
      throw new IllegalArgumentException("config.json: model_type '" + type + "' is not siglip or siglip2");
    }
    var config = new Siglip.Config(image(json.object("vision_config"), type.equals("siglip2")),
        text(json.object("text_config")), type.equals("siglip2"));
    if (config.text().out() != config.image().block().width()) {
      throw new IllegalArgumentException("config.json: projection_size of text_config is " + config.text().out()
          + ", hidden_size of vision_config " + config.image().block().width() + "; they must be equal");
    }
    return config;
  }

  private static Vit.Config image(ConfigReader json, boolean naflex) {
    if (!json.flag("vision_use_head", true)) {
      throw new IllegalArgumentException(
          "config.json: vision_use_head is false; without its head a SigLIP compares nothing");
    }
    int patch = json.count("patch_size", 16);
    return Siglip.Config.image(new Vit.Input(height(json, patch, naflex), width(json, patch, naflex),
        json.count("num_channels", 3), patch), json.count("num_hidden_layers", 12), block(json));
  }

  private static int height(ConfigReader json, int patch, boolean naflex) {
    return naflex ? patch * side(json) : whole(json.size("image_size", 224)[0], patch);
  }

  private static int width(ConfigReader json, int patch, boolean naflex) {
    return naflex ? patch * side(json) : whole(json.size("image_size", 224)[1], patch);
  }

  /** The reference leaves pixels over where patches do not fill a picture; no released model has such. */
  private static int whole(int size, int patch) {
    if (size >= patch && size % patch == 0) return size;
    throw new IllegalArgumentException("config.json: image_size " + size + " is no multiple of patch_size " + patch);
  }

  private static int side(ConfigReader json) {
    int patches = json.count("num_patches", 256);
    int side = (int) Math.sqrt(patches);
    if (side * side == patches) return side;
    throw new IllegalArgumentException("config.json: num_patches " + patches + " is not a square number");
  }

  private static TextTower.Config text(ConfigReader json) {
    var block = block(json);
    return new TextTower.Config(json.count("vocab_size", 32000), json.count("max_position_embeddings", 64),
        json.count("num_hidden_layers", 12), block, new TextPooling.Last(),
        json.count("projection_size", block.width()), true);
  }

  private static Block.Config block(ConfigReader json) {
    int width = json.count("hidden_size", 768);
    int heads = json.count("num_attention_heads", 12);
    if (width % heads != 0) {
      throw new IllegalArgumentException("config.json: hidden_size " + width + " is no multiple of num_attention_heads "
          + heads);
    }
    return new Block.Config(width, heads, json.count("intermediate_size", 3072), json.number("layer_norm_eps", 1e-6),
        Activation.named(json.text("hidden_act", "gelu_pytorch_tanh")), false, true, false, 0, 0, 0, false);
  }

  /**
   * What {@code config.json} says of a model.
   *
   * @param padding the token that fills texts up
   */
  public static Map<String, Object> json(Siglip.Config c, int padding) {
    var type = c.naflex() ? "siglip2" : "siglip";
    var image = json(c.image().block(), c.image().depth(), type + "_vision_model");
    var input = c.image().input();
    image.put("num_channels", input.channels());
    image.put("patch_size", input.patch());
    if (c.naflex()) {
      image.put("num_patches", c.image().rows() * c.image().columns());
    } else {
      image.put("image_size", input.height() == input.width() ? input.height()
          : List.of(input.height(), input.width()));
    }
    var text = json(c.text().block(), c.text().depth(), type + "_text_model");
    text.put("vocab_size", c.text().vocabulary());
    text.put("max_position_embeddings", c.text().context());
    text.put("projection_size", c.text().out());
    text.put("pad_token_id", padding);
    return ConfigReader.ordered(
        "architectures", List.of(c.naflex() ? "Siglip2Model" : "SiglipModel"),
        "model_type", type,
        "text_config", text,
        "vision_config", image,
        "torch_dtype", "float32");
  }

  private static Map<String, Object> json(Block.Config c, int depth, String type) {
    return ConfigReader.ordered(
        "model_type", type,
        "hidden_size", c.width(),
        "intermediate_size", c.hidden(),
        "num_hidden_layers", depth,
        "num_attention_heads", c.heads(),
        "hidden_act", c.activation().configName(),
        "layer_norm_eps", c.eps(),
        "attention_dropout", 0.0);
  }

  /** Where {@code model.safetensors} keeps the parameters. */
  public static WeightMap weights(Siglip siglip) {
    var map = new WeightMap()
        .put("logit_scale", siglip.scale(), Shape.of(1))
        .put("logit_bias", siglip.bias(), Shape.of(1));
    putText(map, siglip.text());
    switch (siglip.image()) {
      case SiglipTower.Square(var vit) -> putSquare(map, vit);
      case NaflexTower tower -> putNaflex(map, tower);
    }
    return map;
  }

  private static void putText(WeightMap map, TextTower text) {
    map.put("text_model.embeddings.token_embedding.weight", text.tokens().weight())
        .put("text_model.embeddings.position_embedding.weight", text.positions());
    putBlocks(map, "text_model.encoder.layers.", text.blocks());
    map.put("text_model.final_layer_norm", text.norm()).put("text_model.head", text.projection());
  }

  private static void putSquare(WeightMap map, Vit vit) {
    var table = vit.positions().table();
    map.put("vision_model.embeddings.patch_embedding.weight", vit.patches().weight())
        .put("vision_model.embeddings.patch_embedding.bias", vit.patches().bias())
        .put("vision_model.embeddings.position_embedding.weight", table, Shape.of(table.dim(1), table.dim(2)));
    putEncoder(map, vit.blocks(), vit.norm(), vit.attentionPool());
  }

  private static void putNaflex(WeightMap map, NaflexTower tower) {
    map.put("vision_model.embeddings.patch_embedding", tower.patches())
        .put("vision_model.embeddings.position_embedding.weight", tower.positions());
    putEncoder(map, tower.blocks(), tower.norm(), tower.pool());
  }

  private static void putEncoder(WeightMap map, List<Block> blocks, LayerNorm norm, AttentionPool pool) {
    putBlocks(map, "vision_model.encoder.layers.", blocks);
    var head = "vision_model.head.";
    var query = pool.attention().query();
    var keyValue = pool.attention().keyValue();
    map.put("vision_model.post_layernorm", norm)
        .put(head + "probe", pool.query())
        .putStacked(head + "attention.in_proj_weight", query.weight(), keyValue.weight())
        .putStacked(head + "attention.in_proj_bias", query.bias(), keyValue.bias())
        .put(head + "attention.out_proj", pool.attention().out())
        .put(head + "layernorm", pool.norm())
        .put(head + "mlp.fc1", pool.mlp().fc1())
        .put(head + "mlp.fc2", pool.mlp().fc2());
  }

  private static void putBlocks(WeightMap map, String prefix, List<Block> blocks) {
    for (int i = 0; i < blocks.size(); i++) HfClip.put(map, prefix + i, blocks.get(i));
  }
}
