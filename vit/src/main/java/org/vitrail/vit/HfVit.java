package org.vitrail.vit;

import java.util.Map;
import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.WeightMap;

/** {@link Vit} in the layout of Hugging Face {@code ViTForImageClassification} and {@code ViTModel}. */
public final class HfVit {
  private HfVit() {}

  /** The configuration in a {@code config.json}; {@code classes} 0 for the bare model with its pooler. */
  public static Vit.Config config(ConfigReader json, int classes) {
    var block = new Block.Config(json.integer("hidden_size", 768), json.integer("num_attention_heads", 12),
        json.integer("intermediate_size", 3072), json.number("layer_norm_eps", 1e-12),
        Activation.named(json.text("hidden_act", "gelu")), false, json.flag("qkv_bias", true), false, 0,
        json.number("hidden_dropout_prob", 0), 0, false);
    var size = json.size("image_size", 224);
    return new Vit.Config(new Vit.Input(size[0], size[1], json.integer("num_channels", 3), json.integer("patch_size", 16)),
        Vit.Tokens.CLASS, json.integer("num_hidden_layers", 12), block,
        new Vit.Head(Vit.Pooling.CLASS, false, classes == 0, classes));
  }

  /** What {@code config.json} says of this model. */
  public static Map<String, Object> json(Vit.Config c) {
    var block = c.block();
    return ConfigReader.ordered(
        "architectures", java.util.List.of(c.head().classes() > 0 ? "ViTForImageClassification" : "ViTModel"),
        "model_type", "vit",
        "hidden_size", block.width(),
        "num_hidden_layers", c.depth(),
        "num_attention_heads", block.heads(),
        "intermediate_size", block.hidden(),
        "hidden_act", block.activation().configName(),
        "hidden_dropout_prob", block.dropout(),
        "attention_probs_dropout_prob", 0.0,
        "layer_norm_eps", block.eps(),
        "image_size", c.input().height() == c.input().width() ? c.input().height()
            : java.util.List.of(c.input().height(), c.input().width()),
        "patch_size", c.input().patch(),
        "num_channels", c.input().channels(),
        "qkv_bias", block.qkvBias());
  }

  /** Where {@code model.safetensors} keeps the parameters; names of transformers 5's modules are understood too. */
  public static WeightMap weights(Vit vit) {
    var prefix = vit.head() == null ? "" : "vit.";
    var map = new WeightMap()
        .put(prefix + "embeddings.cls_token", vit.classToken())
        .put(prefix + "embeddings.position_embeddings", vit.positions().table())
        .put(prefix + "embeddings.patch_embeddings.projection.weight", vit.patches().weight())
        .put(prefix + "embeddings.patch_embeddings.projection.bias", vit.patches().bias());
    for (int i = 0; i < vit.blocks().size(); i++) {
      var block = vit.blocks().get(i);
      var layer = prefix + "encoder.layer." + i + ".";
      map.put(layer + "layernorm_before", (org.vitrail.nn.LayerNorm) block.norm1())
          .putParts(block.attention().qkv(), layer + "attention.attention.query", layer + "attention.attention.key",
              layer + "attention.attention.value")
          .put(layer + "attention.output.dense", block.attention().out())
          .put(layer + "layernorm_after", (org.vitrail.nn.LayerNorm) block.norm2());
      var mlp = (Mlp) block.mlp();
      map.put(layer + "intermediate.dense", mlp.fc1()).put(layer + "output.dense", mlp.fc2());
    }
    return map.put(prefix + "layernorm", vit.norm()).put("pooler.dense", vit.pooler()).put("classifier", vit.head())
        .rename(HfVit::fromVersion5);
  }

  private static String fromVersion5(String name) {
    return name.replaceFirst("^(vit\\.)?layers\\.", "$1encoder.layer.")
        .replace(".attention.q_proj.", ".attention.attention.query.")
        .replace(".attention.k_proj.", ".attention.attention.key.")
        .replace(".attention.v_proj.", ".attention.attention.value.")
        .replace(".attention.o_proj.", ".attention.output.dense.")
        .replace(".mlp.fc1.", ".intermediate.dense.")
        .replace(".mlp.fc2.", ".output.dense.");
  }
}
