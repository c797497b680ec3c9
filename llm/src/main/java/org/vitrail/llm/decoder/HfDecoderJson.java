package org.vitrail.llm.decoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.llm.decoder.DecoderConfig.HeadNorm;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.llm.token.SpecialTokens;
import org.vitrail.nn.ConfigReader;

/** A {@code config.json} in the spelling of released files, which transformers 4 and 5 read. */
public final class HfDecoderJson {
  private HfDecoderJson() {}

  /**
   * What {@code config.json} says of a decoder: the family is the one that has its features.
   *
   * @throws IllegalArgumentException in one sentence, if it would say something else of the decoder
   */
  public static Map<String, Object> of(DecoderConfig c) {
    return of(c, type(c));
  }

  /** As {@link #of(DecoderConfig)}, of a Chameleon, even one that leaves its queries and keys as they are. */
  public static Map<String, Object> chameleon(DecoderConfig c) {
    return of(c, "chameleon");
  }

  private static Map<String, Object> of(DecoderConfig c, String type) {
    var json = type.equals("cm3leon") ? cm3leon(c) : c.learnedPositions() ? learned(c, type) : rotary(c, type);
    HfLosses.refuse(c, HfDecoder.config(new ConfigReader(json)), type);
    return json;
  }

  /** As {@link #of(DecoderConfig)}, with the tokens that begin, end and fill up a text: null for none, no default. */
  public static Map<String, Object> of(DecoderConfig c, SpecialTokens special) {
    var json = new LinkedHashMap<>(of(c));
    json.put("bos_token_id", special.bos() < 0 ? null : special.bos());
    json.put("eos_token_id", switch (special.eos().size()) {
      case 0 -> null;
      case 1 -> special.eos().getFirst();
      default -> special.eos();
    });
    json.put("pad_token_id", special.pad() < 0 ? null : special.pad());
    return json;
  }

  private static String type(DecoderConfig c) {
    if (c.norm().kind() == NormKind.BARE_LAYER) return "cm3leon";
    if (c.learnedPositions()) return c.norm().kind() == NormKind.LAYER ? "gpt2" : "imagegpt";
    boolean gemma = c.norm().kind() == NormKind.RMS_PLUS_ONE;
    if (gemma) return c.norm().placement() == Placement.AROUND ? "gemma3_text" : "gemma";
    if (c.heads().norm() == HeadNorm.EACH) return "chameleon";
    if (c.heads().norm() == HeadNorm.SHARED) return "qwen3";
    if (c.heads().qkvBias() && !c.heads().outBias()) return "qwen2";
    return c.layers().stream().anyMatch(layer -> layer.window() > 0) ? "mistral" : "llama";
  }

  /** What the files of this family call the tensors. */
  public static TensorNames names(DecoderConfig c) {
    return HfDecoder.names(new ConfigReader(
        Map.of("model_type", type(c), "swin_norm", c.norm().placement() == Placement.AFTER)));
  }

  private static Map<String, Object> cm3leon(DecoderConfig c) {
    return ConfigReader.ordered(
        "model_type", "cm3leon",
        "vocab_size", c.vocabulary(),
        "max_position_embeddings", c.context(),
        "hidden_size", c.width(),
        "intermediate_size", c.mlp().hidden(),
        "num_hidden_layers", c.depth(),
        "num_attention_heads", c.heads().queries(),
        "torch_dtype", "float32");
  }

  private static Map<String, Object> learned(DecoderConfig c, String type) {
    boolean byLayer = c.depth() > 1 && c.layers().get(1).scale() != c.layers().get(0).scale();
    return ConfigReader.ordered(
        "architectures", List.of(type.equals("gpt2") ? "GPT2LMHeadModel" : "ImageGPTForCausalImageModeling"),
        "model_type", type,
        "vocab_size", c.vocabulary(),
        "n_positions", c.context(),
        "n_embd", c.width(),
        "n_layer", c.depth(),
        "n_head", c.heads().queries(),
        "n_inner", c.mlp().hidden(),
        "activation_function", c.mlp().activation().configName(),
        "layer_norm_epsilon", c.norm().eps(),
        "scale_attn_weights", c.layers().getFirst().scale() != 1,
        "scale_attn_by_inverse_layer_idx", byLayer,
        "resid_pdrop", 0.0, "embd_pdrop", 0.0, "attn_pdrop", 0.0,
        "tie_word_embeddings", c.tied(),
        "torch_dtype", "float32");
  }

  private static Map<String, Object> rotary(DecoderConfig c, String type) {
    var json = new LinkedHashMap<>(ConfigReader.ordered(
        "architectures", List.of(architecture(type)),
        "model_type", type,
        "vocab_size", c.vocabulary(),
        "max_position_embeddings", c.context(),
        "hidden_size", c.width(),
        "intermediate_size", c.mlp().hidden(),
        "num_hidden_layers", c.depth(),
        "num_attention_heads", c.heads().queries(),
        "num_key_value_heads", c.heads().keyValues(),
        "head_dim", c.heads().dim(),
        type.startsWith("gemma") ? "hidden_activation" : "hidden_act", c.mlp().activation().configName(),
        "rms_norm_eps", c.norm().eps(),
        "attention_dropout", 0.0,
        "tie_word_embeddings", c.tied(),
        "torch_dtype", "float32"));
    if (!List.of("mistral", "qwen2").contains(type)) json.put("attention_bias", c.heads().qkvBias());
    if (List.of("llama", "chameleon").contains(type)) json.put("mlp_bias", c.mlp().bias());
    if (type.equals("chameleon")) {
      json.put("swin_norm", c.norm().placement() == Placement.AFTER);
      if (c.heads().norm() == HeadNorm.NONE) json.put("qk_norm", false);
    }
    putPositions(c, type, json);
    return json;
  }

  private static void putPositions(DecoderConfig c, String type, Map<String, Object> json) {
    var sliding = c.layers().stream().filter(layer -> layer.window() > 0).findFirst().orElse(null);
    var full = c.layers().stream().filter(layer -> layer.window() == 0).findFirst().orElse(c.layers().getFirst());
    json.put("rope_theta", full.rope().theta());
    json.put("rope_scaling", HfRope.scaling(full.rope()));
    if (type.equals("mistral") || sliding != null) {
      json.put("sliding_window", sliding == null ? null : sliding.window());
    }
    if (type.startsWith("qwen")) json.put("use_sliding_window", sliding != null);
    if (type.startsWith("qwen") || type.equals("gemma3_text")) {
      json.put("layer_types", c.layers().stream()
          .map(layer -> layer.window() > 0 ? "sliding_attention" : "full_attention").toList());
    }
    if (type.equals("gemma3_text")) {
      if (sliding != null) json.put("rope_local_base_freq", sliding.rope().theta());
      json.put("query_pre_attn_scalar", Math.round(1 / (full.scale() * full.scale())));
      json.put("final_logit_softcapping", c.scoreCap() == 0 ? null : c.scoreCap());
    }
  }

  private static String architecture(String type) {
    return switch (type) {
      case "mistral" -> "MistralForCausalLM";
      case "qwen2" -> "Qwen2ForCausalLM";
      case "qwen3" -> "Qwen3ForCausalLM";
      case "chameleon" -> "ChameleonForConditionalGeneration";
      case "gemma" -> "GemmaForCausalLM";
      case "gemma3_text" -> "Gemma3ForCausalLM";
      default -> "LlamaForCausalLM";
    };
  }
}
