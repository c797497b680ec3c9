package org.vitrail.llm.decoder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.vitrail.llm.decoder.DecoderConfig.HeadNorm;
import org.vitrail.llm.decoder.DecoderConfig.Heads;
import org.vitrail.llm.decoder.DecoderConfig.Layer;
import org.vitrail.llm.decoder.DecoderConfig.Mlp;
import org.vitrail.llm.decoder.DecoderConfig.Norm;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.DecoderConfig.Placement;
import org.vitrail.llm.decoder.Rope.Scaling;
import org.vitrail.nn.Activation;

/**
 * The decoders of GGUF files, as llama.cpp reads their metadata; the tensors are called {@link TensorNames#GGUF}. What
 * the metadata leave open (biases, a tied head, the size of the vocabulary), the tensors settle. Gemma's norms are
 * stored with their 1 added.
 */
public final class GgufDecoder {
  private static final Set<String> ARCHITECTURES = Set.of("llama", "qwen2", "qwen3", "gpt2", "gemma", "gemma3");
  /** Layers of the Gemma 3 whose scores are scaled by its width, not by that of its heads. */
  private static final int GEMMA3_27B = 62;

  private final Map<String, ?> metadata;
  private final String architecture;
  private final Map<String, int[]> tensors;
  private final List<Float> divisors;

  private GgufDecoder(Map<String, ?> metadata, Map<String, int[]> tensors, List<Float> divisors) {
    this.metadata = metadata;
    this.tensors = tensors;
    this.divisors = divisors;
    this.architecture = metadata.get("general.architecture") instanceof String s ? s : "";
    if (!ARCHITECTURES.contains(architecture)) {
      throw new IllegalArgumentException("general.architecture '" + architecture + "' is not one of gemma, gemma3, "
          + "gpt2, llama, qwen2 and qwen3");
    }
  }

  /**
   * The decoder that a file describes.
   *
   * @param tensors the shape of each tensor, (out, in) for a map
   * @param divisors the elements of the tensor {@code rope_freqs.weight}; null where there is none
   * @throws IllegalArgumentException in one sentence, if it is of no known family or asks for something not known here
   */
  public static DecoderConfig config(Map<String, ?> metadata, Map<String, int[]> tensors, List<Float> divisors) {
    return new GgufDecoder(metadata, tensors, divisors).config();
  }

  private DecoderConfig config() {
    if (number("expert_count", 0) != 0) throw wrong("expert_count", "mixtures of experts are not supported");
    boolean learned = architecture.equals("gpt2");
    boolean gemma = architecture.startsWith("gemma");
    int width = count("embedding_length");
    var heads = heads(width);
    return new DecoderConfig(vocabulary(), vocabulary(), count("context_length"), width, learned,
        gemma ? Math.sqrt(width) : 1,
        new Norm(learned ? NormKind.LAYER : NormKind.RMS,
            learned ? number("attention.layer_norm_epsilon", 1e-5) : number("attention.layer_norm_rms_epsilon", 1e-6),
            has("blk.0.post_attention_norm.weight") ? Placement.AROUND : Placement.BEFORE),
        heads, mlp(learned, gemma), layers(heads, width), !has("output.weight"), number("final_logit_softcapping", 0));
  }

  private int vocabulary() {
    var shape = tensors.get("token_embd.weight");
    if (shape != null && shape.length == 2) return shape[0];
    throw new IllegalArgumentException("the tensor token_embd.weight is missing, so this file holds no decoder");
  }

  private Heads heads(int width) {
    int queries = count("attention.head_count");
    int dim = (int) number("attention.key_length", (double) width / queries);
    if (number("attention.value_length", dim) != dim) {
      throw wrong("attention.value_length", "keys and values must be alike");
    }
    if (number("rope.dimension_count", dim) != dim) {
      throw wrong("rope.dimension_count", "only heads that turn as a whole (" + dim + ") are supported");
    }
    return new Heads(queries, (int) number("attention.head_count_kv", queries), dim,
        has("blk.0.attn_q_norm.weight") ? HeadNorm.SHARED : HeadNorm.NONE,
        has("blk.0.attn_q.bias") || has("blk.0.attn_qkv.bias"), has("blk.0.attn_output.bias"));
  }

  private Mlp mlp(boolean learned, boolean gemma) {
    return new Mlp(count("feed_forward_length"), learned || gemma ? Activation.GELU_TANH : Activation.SILU,
        has("blk.0.ffn_gate.weight"), has("blk.0.ffn_down.bias"));
  }

  private List<Layer> layers(Heads heads, int width) {
    int depth = count("block_count");
    if (depth > HfDecoder.DEEPEST) throw wrong("block_count", "no model has so many layers");
    boolean gemma3 = architecture.equals("gemma3");
    double scale = 1 / Math.sqrt(gemma3 && depth == GEMMA3_27B ? (double) width / heads.queries() : heads.dim());
    if (architecture.equals("gpt2")) return IntStream.range(0, depth).mapToObj(_ -> new Layer(0, null, scale)).toList();
    var full = new Rope(number("rope.freq_base", 10_000), scaling(heads.dim()), architecture.equals("llama"));
    var local = Rope.of(number("rope.freq_base_swa", 10_000));
    int window = gemma3 ? (int) number("attention.sliding_window", 0) : 0;
    IntPredicate slides = i -> window > 0 && (i + 1) % 6 != 0;
    return IntStream.range(0, depth)
        .mapToObj(i -> slides.test(i) ? new Layer(window, local, scale) : new Layer(0, full, scale)).toList();
  }

  private Scaling scaling(int dim) {
    if (divisors != null) {
      if (divisors.size() == dim / 2) return new Scaling.Divided(divisors);
      throw new IllegalArgumentException("the tensor rope_freqs.weight has " + divisors.size() + " elements, heads of "
          + dim + " have " + dim / 2 + " pairs");
    }
    double factor = number("rope.scaling.factor", number("rope.scale_linear", 1));
    var type = get("rope.scaling.type") instanceof String s ? s : factor == 1 ? "none" : "linear";
    if (!type.equals("none") && !(factor > 0)) throw wrong("rope.scaling.factor", "it must be positive");
    return switch (type) {
      case "none" -> new Scaling.None();
      case "linear" -> new Scaling.Linear(factor);
      case "yarn" -> new Scaling.Yarn(factor, number("rope.scaling.yarn_beta_fast", 32),
          number("rope.scaling.yarn_beta_slow", 1),
          (int) number("rope.scaling.original_context_length", count("context_length")), true,
          number("rope.scaling.attn_factor", 1) * HfRope.yarnMagnitude(factor, 1));
      default -> throw wrong("rope.scaling.type", "known are none, linear and yarn");
    };
  }

  private boolean has(String tensor) {
    return tensors.containsKey(tensor);
  }

  private Object get(String key) {
    return metadata.get(architecture + "." + key);
  }

  private double number(String key, double otherwise) {
    return switch (get(key)) {
      case null -> otherwise;
      case Number n -> n.doubleValue();
      default -> throw wrong(key, "expected a number");
    };
  }

  private int count(String key) {
    if (get(key) == null) throw new IllegalArgumentException("the metadata lack " + architecture + "." + key);
    double n = number(key, 0);
    if (n < 1 || n > Integer.MAX_VALUE || n != Math.rint(n)) throw wrong(key, "expected a positive integer");
    return (int) n;
  }

  private IllegalArgumentException wrong(String key, String problem) {
    return new IllegalArgumentException(architecture + "." + key + " is " + get(key) + ": " + problem);
  }
}
