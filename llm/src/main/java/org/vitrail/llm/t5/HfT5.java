package org.vitrail.llm.t5;

import java.util.Set;
import org.vitrail.nn.Activation;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.GatedMlp;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.WeightMap;

/** {@link T5} in the layout of Hugging Face {@code T5ForConditionalGeneration}. */
public final class HfT5 {
  private HfT5() {}

  /**
   * The configuration in a {@code config.json}.
   *
   * @param stored names of the tensors in its file, which tell whether the head has weights of its own
   * @throws IllegalArgumentException in one sentence, if it asks for something not known here
   */
  public static T5Config config(ConfigReader json, Set<String> stored) {
    var kind = json.text("feed_forward_proj", "relu");
    boolean gated = kind.startsWith("gated-");
    var activation = kind.equals("gated-gelu") ? "gelu_new" : gated ? kind.substring("gated-".length()) : kind;
    int depth = json.count("num_layers");
    return new T5Config(json.count("vocab_size"), json.count("d_model"), json.count("num_heads"), json.count("d_kv"),
        json.count("d_ff"), depth, json.count("num_decoder_layers", depth),
        json.count("relative_attention_num_buckets", 32), json.count("relative_attention_max_distance", 128),
        Activation.named(activation), gated, json.number("layer_norm_epsilon", 1e-6),
        json.flag("scale_decoder_outputs", json.flag("tie_word_embeddings", true)), !stored.contains("lm_head.weight"),
        json.integer("decoder_start_token_id", 0), json.integer("pad_token_id", 0));
  }

  /** Where {@code model.safetensors} keeps the parameters. */
  public static WeightMap weights(T5 t5) {
    var map = new WeightMap().put("shared.weight", t5.tokens().weight());
    putStack(map, "encoder.", t5.encoder());
    putStack(map, "decoder.", t5.decoder());
    return map.put("lm_head", t5.head());
  }

  private static void putStack(WeightMap map, String prefix, T5Stack stack) {
    map.put(prefix + "block.0.layer.0.SelfAttention.relative_attention_bias.weight", stack.distances().weight());
    for (int i = 0; i < stack.blocks().size(); i++) {
      putBlock(map, prefix + "block." + i + ".layer.", stack.blocks().get(i));
    }
    map.put(prefix + "final_layer_norm.weight", stack.norm().weight());
  }

  private static void putBlock(WeightMap map, String layer, T5Block block) {
    putAttention(map, layer + "0.SelfAttention.", block.attention());
    map.put(layer + "0.layer_norm.weight", block.norm().weight());
    if (block.cross() != null) {
      putAttention(map, layer + "1.EncDecAttention.", block.cross());
      map.put(layer + "1.layer_norm.weight", block.crossNorm().weight());
    }
    var last = layer + (block.cross() == null ? "1." : "2.");
    map.put(last + "layer_norm.weight", block.mlpNorm().weight());
    var dense = last + "DenseReluDense.";
    switch (block.mlp()) {
      case GatedMlp mlp -> map.putParts(mlp.gateUp(), dense + "wi_0", dense + "wi_1").put(dense + "wo", mlp.out());
      case Mlp mlp -> map.put(dense + "wi", mlp.fc1()).put(dense + "wo", mlp.fc2());
      default -> throw new IllegalStateException("T5 has no layout for " + block.mlp().getClass());
    }
  }

  private static void putAttention(WeightMap map, String name, T5Attention attention) {
    map.put(name + "q", attention.query()).putParts(attention.keyValue(), name + "k", name + "v")
        .put(name + "o", attention.out());
  }
}
