package org.vitrail.llm.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.kernels.weights.Format;
import org.vitrail.llm.decoder.DecoderConfig;
import org.vitrail.llm.decoder.DecoderConfig.NormKind;
import org.vitrail.llm.decoder.GgufDecoder;
import org.vitrail.llm.decoder.Rope;
import org.vitrail.llm.decoder.Rope.Scaling;
import org.vitrail.tensor.io.GgufValue;

/** What a GGUF file says of a decoder, as llama.cpp's {@code convert_hf_to_gguf.py} writes it. */
final class GgufMetadata {
  private final DecoderConfig config;
  private final String architecture;
  private final Map<String, GgufValue> values = new LinkedHashMap<>();

  private GgufMetadata(DecoderConfig config, String architecture) {
    this.config = config;
    this.architecture = architecture;
  }

  /** llama.cpp's name for the family of a {@code config.json}. */
  static String architecture(String modelType) {
    return switch (modelType) {
      case "mistral" -> "llama";
      case "gemma3_text" -> "gemma3";
      case "llama", "qwen2", "qwen3", "gpt2", "gemma" -> modelType;
      default -> throw new IllegalArgumentException("models of type " + modelType
          + " cannot be written as GGUF, only llama, mistral, qwen2, qwen3, gpt2, gemma and gemma3_text");
    };
  }

  static Map<String, GgufValue> of(DecoderConfig config, String architecture, String name, Format format) {
    var metadata = new GgufMetadata(config, architecture);
    metadata.values.put("general.architecture", GgufValue.text(architecture));
    metadata.values.put("general.type", GgufValue.text("model"));
    metadata.values.put("general.name", GgufValue.text(name));
    metadata.values.put("general.file_type", GgufValue.u32(fileType(format)));
    metadata.values.put("general.quantization_version", GgufValue.u32(2));
    metadata.sizes();
    if (!config.learnedPositions()) metadata.positions();
    return metadata.values;
  }

  private void sizes() {
    var heads = config.heads();
    count("block_count", config.depth());
    count("context_length", config.context());
    count("embedding_length", config.width());
    count("feed_forward_length", config.mlp().hidden());
    count("vocab_size", config.vocabulary());
    count("attention.head_count", heads.queries());
    count("attention.head_count_kv", heads.keyValues());
    boolean layerNorm = config.norm().kind() == NormKind.LAYER;
    real(layerNorm ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon", config.norm().eps());
    if (config.scoreCap() != 0) real("final_logit_softcapping", config.scoreCap());
    if (config.learnedPositions()) return;
    count("attention.key_length", heads.dim());
    count("attention.value_length", heads.dim());
    count("rope.dimension_count", heads.dim());
  }

  private void positions() {
    var windows = config.layers().stream().filter(layer -> layer.window() > 0).findFirst();
    var full = config.layers().stream().filter(layer -> layer.window() == 0).findFirst()
        .orElse(config.layers().getFirst());
    real("rope.freq_base", full.rope().theta());
    if (architecture.equals("gemma3") && windows.isPresent()) {
      count("attention.sliding_window", windows.get().window());
      real("rope.freq_base_swa", windows.get().rope().theta());
    }
    switch (full.rope().scaling()) {
      case Scaling.Linear(double factor) -> {
        text("rope.scaling.type", "linear");
        real("rope.scaling.factor", factor);
      }
      case Scaling.Yarn yarn -> {
        text("rope.scaling.type", "yarn");
        real("rope.scaling.factor", yarn.factor());
        real("rope.scaling.attn_factor", yarn.magnitude() / (0.1 * Math.log(yarn.factor()) + 1));
        real("rope.scaling.yarn_beta_fast", yarn.betaFast());
        real("rope.scaling.yarn_beta_slow", yarn.betaSlow());
        count("rope.scaling.original_context_length", yarn.originalContext());
      }
      case Scaling.None _, Scaling.Llama3 _, Scaling.Divided _ -> { }
    }
  }

  /** Whether readers will find the windows and scales of {@code config} in its metadata, or in what its family has. */
  static boolean saysAllOf(DecoderConfig config, Map<String, GgufValue> metadata) {
    var plain = new LinkedHashMap<String, Object>();
    metadata.forEach((key, value) -> plain.put(key, value.plain()));
    var tokens = new int[] {config.vocabulary(), config.width()};
    var read = GgufDecoder.config(plain, Map.of("token_embd.weight", tokens), null).layers();
    return IntStream.range(0, config.depth()).allMatch(i -> read.get(i).window() == config.layers().get(i).window()
        && Math.abs(read.get(i).scale() / config.layers().get(i).scale() - 1) < 1e-6);
  }

  /** What the frequencies are divided by, the tensor {@code rope_freqs}; null where no tensor says so. */
  static float[] divisors(DecoderConfig config) {
    var rope = config.layers().getFirst().rope();
    if (rope == null || !(rope.scaling() instanceof Scaling.Llama3 || rope.scaling() instanceof Scaling.Divided)) {
      return null;
    }
    var scaled = rope.frequencies(config.heads().dim());
    var plain = Rope.of(rope.theta()).frequencies(config.heads().dim());
    var divisors = new float[scaled.length];
    for (int i = 0; i < divisors.length; i++) divisors[i] = plain[i] / scaled[i];
    return divisors;
  }

  /** The number by which llama.cpp names the format of most tensors. */
  static int fileType(Format format) {
    return switch (format) {
      case F32 -> 0;
      case F16 -> 1;
      case Q4_0 -> 2;
      case Q4_1 -> 3;
      case Q8_0 -> 7;
      case Q5_0 -> 8;
      case Q5_1 -> 9;
      case BF16 -> 32;
      default -> throw new IllegalArgumentException("nothing is written as " + format);
    };
  }

  private void count(String key, long value) {
    values.put(architecture + "." + key, GgufValue.u32(value));
  }

  private void real(String key, double value) {
    values.put(architecture + "." + key, GgufValue.f32(value));
  }

  private void text(String key, String value) {
    values.put(architecture + "." + key, GgufValue.text(value));
  }
}
