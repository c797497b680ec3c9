package org.vitrail.vit;

import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.GatedMlp;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.WeightMap;

/** {@link Vit} in the layout of Hugging Face {@code Dinov2Model} and {@code Dinov2WithRegistersModel}. */
public final class Dinov2 {
  private Dinov2() {}

  /** The configuration in a {@code config.json}. */
  public static Vit.Config config(ConfigReader json) {
    int width = json.integer("hidden_size", 768);
    boolean gated = json.flag("use_swiglu_ffn", false);
    int hidden = (int) (width * json.number("mlp_ratio", 4));
    int registers = json.integer("num_register_tokens", 0);
    var block = new Block.Config(width, json.integer("num_attention_heads", 12),
        gated ? (hidden * 2 / 3 + 7) / 8 * 8 : hidden, json.number("layer_norm_eps", 1e-6),
        gated ? Activation.SILU : Activation.named(json.text("hidden_act", "gelu")), gated, json.flag("qkv_bias", true),
        false, json.number("layerscale_value", 1), json.number("hidden_dropout_prob", 0),
        json.number("drop_path_rate", 0), false);
    var size = json.size("image_size", 224);
    return new Vit.Config(new Vit.Input(size[0], size[1], json.integer("num_channels", 3), json.integer("patch_size", 14)),
        new Vit.Tokens(true, registers, json.flag("use_mask_token", true), 1, registers > 0),
        json.integer("num_hidden_layers", 12), block, new Vit.Head(Vit.Pooling.CLASS, false, false, 0));
  }

  /** Where {@code model.safetensors} keeps the parameters. */
  public static WeightMap weights(Vit vit) {
    var map = new WeightMap()
        .put("embeddings.cls_token", vit.classToken())
        .put("embeddings.mask_token", vit.maskToken())
        .put("embeddings.register_tokens", vit.registers())
        .put("embeddings.position_embeddings", vit.positions().table())
        .put("embeddings.patch_embeddings.projection.weight", vit.patches().weight())
        .put("embeddings.patch_embeddings.projection.bias", vit.patches().bias());
    for (int i = 0; i < vit.blocks().size(); i++) putBlock(map, "encoder.layer." + i + ".", vit.blocks().get(i));
    return map.put("layernorm", vit.norm());
  }

  private static void putBlock(WeightMap map, String layer, Block block) {
    map.put(layer + "norm1", (LayerNorm) block.norm1())
        .putParts(block.attention().qkv(), layer + "attention.attention.query", layer + "attention.attention.key",
            layer + "attention.attention.value")
        .put(layer + "attention.output.dense", block.attention().out())
        .put(layer + "layer_scale1.lambda1", block.scale1().weight())
        .put(layer + "norm2", (LayerNorm) block.norm2())
        .put(layer + "layer_scale2.lambda1", block.scale2().weight());
    switch (block.mlp()) {
      case GatedMlp gated -> map.put(layer + "mlp.weights_in", gated.gateUp()).put(layer + "mlp.weights_out", gated.out());
      case Mlp mlp -> map.put(layer + "mlp.fc1", mlp.fc1()).put(layer + "mlp.fc2", mlp.fc2());
      default -> throw new IllegalStateException("DINOv2 has no layout for " + block.mlp().getClass());
    }
  }
}
