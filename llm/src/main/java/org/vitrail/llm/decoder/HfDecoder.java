package org.vitrail.llm.decoder;

import java.util.Collections;
import java.util.List;
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
import org.vitrail.nn.Activation;
import org.vitrail.nn.ConfigReader;

/**
 * The decoders of Hugging Face transformers: what their {@code config.json} says, in the spelling of version 5
 * ({@code rope_parameters}) or of released files ({@code rope_theta}, {@code rope_scaling}), and what their files call
 * the tensors. {@link HfDecoderJson} is the way back.
 */
public final class HfDecoder {
  static final int DEEPEST = 10_000;
  private static final List<String> FAMILIES = List.of("gpt2", "imagegpt", "llama", "mistral", "qwen2", "qwen3",
      "gemma", "gemma3_text", "chameleon", "cm3leon");

  private HfDecoder() {}

  /**
   * The decoder that a {@code config.json} describes.
   *
   * @throws IllegalArgumentException in one sentence, if it is of no known family or asks for something not known here
   */
  public static DecoderConfig config(ConfigReader json) {
    return switch (family(json)) {
      case "gpt2" -> learned(json, NormKind.LAYER, true);
      case "imagegpt" -> learned(json, NormKind.RMS, false);
      case "llama" -> rotary(json, norm(json), heads(json, 0, HeadNorm.NONE, json.flag("attention_bias", false)),
          alike(json, 0), Activation.SILU, false);
      case "mistral" -> rotary(json, norm(json), heads(json, 0, HeadNorm.NONE, false),
          alike(json, mistralWindow(json)), Activation.SILU, false);
      case "qwen2" -> rotary(json, norm(json), withoutOutBias(heads(json, 0, HeadNorm.NONE, true)), qwen(json, 0),
          Activation.SILU, false);
      case "qwen3" -> rotary(json, norm(json),
          heads(json, 128, HeadNorm.SHARED, json.flag("attention_bias", false)), qwen(json, 128), Activation.SILU,
          false);
      case "chameleon" -> chameleon(json);
      case "cm3leon" -> cm3leon(json);
      case "gemma" -> gemma(json);
      default -> gemma3(json);
    };
  }

  private static String family(ConfigReader json) {
    var type = json.text("model_type", "");
    if (FAMILIES.contains(type)) return type;
    throw new IllegalArgumentException("config.json: model_type '" + type + "' is not one of "
        + String.join(", ", FAMILIES));
  }

  /** The token that fills rows up, and whose embedding does not learn from it; −1 for none. */
  public static int padding(ConfigReader json) {
    return names(json).positions() == null ? json.integer("pad_token_id", -1) : -1;
  }

  /** What the files of a {@code config.json}'s family call the tensors. */
  public static TensorNames names(ConfigReader json) {
    return switch (family(json)) {
      case "gpt2", "imagegpt" -> TensorNames.GPT2;
      case "gemma3_text" -> TensorNames.GEMMA3;
      case "chameleon" -> json.flag("swin_norm", false) ? TensorNames.CHAMELEON_SWIN : TensorNames.LLAMA;
      case "cm3leon" -> TensorNames.CM3LEON;
      default -> TensorNames.LLAMA;
    };
  }

  /** As {@link #names(ConfigReader)}, for a file that holds {@code tensors}: maybe the bare model, without prefix. */
  public static TensorNames names(ConfigReader json, Set<String> tensors) {
    var names = names(json);
    var prefix = names.tokens().substring(0, names.tokens().indexOf('.') + 1);
    return tensors.contains(names.tokens() + ".weight") ? names : names.without(prefix);
  }

  /** GPT-2 and ImageGPT, for which transformers divides scores by √dim without its fraction. */
  private static DecoderConfig learned(ConfigReader json, NormKind norm, boolean language) {
    refuse(json, "add_cross_attention");
    int vocabulary = json.count("vocab_size");
    int width = json.count("n_embd");
    int heads = json.count("n_head");
    int dim = share(width, heads);
    boolean tied = json.flag("tie_word_embeddings", language);
    if (tied && !language) {
      throw new IllegalArgumentException("config.json: an ImageGPT with tie_word_embeddings is not supported");
    }
    double root = language ? Math.sqrt(dim) : Math.floor(Math.sqrt(dim));
    double scale = json.flag("scale_attn_weights", true) ? 1 / root : 1;
    boolean byLayer = json.flag("scale_attn_by_inverse_layer_idx", false);
    var layers = IntStream.range(0, depth(json, "n_layer"))
        .mapToObj(i -> new Layer(0, null, byLayer ? scale / (i + 1) : scale)).toList();
    return new DecoderConfig(vocabulary, language ? vocabulary : vocabulary - 1, json.count("n_positions", 1024), width,
        true, 1, new Norm(norm, json.number("layer_norm_epsilon", 1e-5), Placement.BEFORE),
        new Heads(heads, heads, dim, HeadNorm.NONE, true, true),
        new Mlp(json.count("n_inner", 4 * width),
            activation(json, "activation_function", language ? "gelu_new" : "quick_gelu"), false, true), layers, tied,
        0);
  }

  /** Its heads share the width evenly, whatever {@code head_dim} says; ours may leave them as they are. */
  private static DecoderConfig chameleon(ConfigReader json) {
    int queries = json.count("num_attention_heads");
    int dim = share(json.count("hidden_size"), queries);
    boolean bias = json.flag("attention_bias", false);
    var norm = new Norm(NormKind.RMS, json.number("rms_norm_eps", 1e-5),
        json.flag("swin_norm", false) ? Placement.AFTER : Placement.BEFORE);
    var layer = new Layer(0, HfRope.of(json), 1 / Math.sqrt(dim));
    return rotary(json, norm,
        new Heads(queries, json.count("num_key_value_heads", queries), dim,
            json.flag("qk_norm", true) ? HeadNorm.EACH : HeadNorm.NONE, bias, bias),
        Collections.nCopies(depth(json, "num_hidden_layers"), layer), Activation.SILU, false);
  }

  private static DecoderConfig cm3leon(ConfigReader json) {
    var c = DecoderConfig.cm3leon(json.count("vocab_size"), json.count("max_position_embeddings"),
        json.count("hidden_size"), depth(json, "num_hidden_layers"), json.count("num_attention_heads"),
        json.count("intermediate_size"));
    share(c.width(), c.heads().queries());
    return c;
  }

  private static DecoderConfig gemma(ConfigReader json) {
    refuse(json, "use_bidirectional_attention");
    return rotary(json, new Norm(NormKind.RMS_PLUS_ONE, json.number("rms_norm_eps", 1e-6), Placement.BEFORE),
        heads(json, 256, HeadNorm.NONE, json.flag("attention_bias", false)), alike(json, 256, 0), gemmaActivation(json),
        true);
  }

  private static DecoderConfig gemma3(ConfigReader json) {
    refuse(json, "use_bidirectional_attention");
    int pattern = json.count("sliding_window_pattern", json.count("_sliding_window_pattern", 6));
    var parameters = json.object("rope_parameters");
    var full = HfRope.of(json,
        json.has("rope_parameters") ? parameters.object("full_attention") : json.object("rope_scaling"),
        json.number("rope_theta", 1e6));
    var local = HfRope.of(json, parameters.object("sliding_attention"), json.number("rope_local_base_freq", 1e4));
    double scale = 1 / Math.sqrt(json.number("query_pre_attn_scalar", 256));
    int window = json.count("sliding_window", 4096);
    var slides = slides(json, i -> (i + 1) % pattern != 0);
    var layers = IntStream.range(0, depth(json, "num_hidden_layers"))
        .mapToObj(i -> slides.test(i) ? new Layer(window, local, scale) : new Layer(0, full, scale)).toList();
    return rotary(json, new Norm(NormKind.RMS_PLUS_ONE, json.number("rms_norm_eps", 1e-6), Placement.AROUND),
        heads(json, 256, HeadNorm.SHARED, json.flag("attention_bias", false)), layers, gemmaActivation(json), true);
  }

  /** Gemma uses the tanh form of GELU, whatever the older {@code hidden_act} of its first files says. */
  private static Activation gemmaActivation(ConfigReader json) {
    if (json.has("hidden_activation")) return activation(json, "hidden_activation", null);
    var activation = activation(json, "hidden_act", "gelu_pytorch_tanh");
    return activation == Activation.GELU ? Activation.GELU_TANH : activation;
  }

  private static Norm norm(ConfigReader json) {
    return new Norm(NormKind.RMS, json.number("rms_norm_eps", 1e-6), Placement.BEFORE);
  }

  /** The families of Llama. */
  private static DecoderConfig rotary(ConfigReader json, Norm norm, Heads heads, List<Layer> layers,
      Activation activation, boolean tied) {
    if (json.number("attn_logit_softcapping", 0) != 0) {
      throw new IllegalArgumentException("config.json: attn_logit_softcapping is not supported");
    }
    boolean gemma = norm.kind() == NormKind.RMS_PLUS_ONE;
    int vocabulary = json.count("vocab_size");
    int width = json.count("hidden_size");
    return new DecoderConfig(vocabulary, vocabulary, json.count("max_position_embeddings", 2048), width, false,
        gemma ? Math.sqrt(width) : 1, norm, heads,
        new Mlp(json.count("intermediate_size"), gemma ? activation : activation(json, "hidden_act", "silu"), true,
            json.flag("mlp_bias", false)),
        layers, json.flag("tie_word_embeddings", tied), json.number("final_logit_softcapping", 0));
  }

  private static Heads heads(ConfigReader json, int dim, HeadNorm norm, boolean bias) {
    int queries = json.count("num_attention_heads");
    return new Heads(queries, json.count("num_key_value_heads", queries), headDim(json, dim), norm, bias, bias);
  }

  private static Heads withoutOutBias(Heads h) {
    return new Heads(h.queries(), h.keyValues(), h.dim(), h.norm(), h.qkvBias(), false);
  }

  /** Width of a head; {@code otherwise}, or its share of the width where that is 0. */
  private static int headDim(ConfigReader json, int otherwise) {
    return json.has("head_dim") || otherwise > 0 ? json.count("head_dim", otherwise)
        : share(json.count("hidden_size"), json.count("num_attention_heads"));
  }

  private static int share(int width, int heads) {
    if (width % heads == 0) return width / heads;
    throw new IllegalArgumentException("config.json: a width of " + width + " is no multiple of " + heads + " heads");
  }

  /** Layers that all look back {@code window} tokens. */
  private static List<Layer> alike(ConfigReader json, int window) {
    return alike(json, 0, window);
  }

  private static List<Layer> alike(ConfigReader json, int dim, int window) {
    return layers(json, dim, window, i -> true);
  }

  private static List<Layer> layers(ConfigReader json, int dim, int window, IntPredicate slides) {
    var rope = HfRope.of(json);
    double scale = 1 / Math.sqrt(headDim(json, dim));
    return IntStream.range(0, depth(json, "num_hidden_layers"))
        .mapToObj(i -> new Layer(slides.test(i) ? window : 0, rope, scale)).toList();
  }

  private static int mistralWindow(ConfigReader json) {
    boolean none = json.values().containsKey("sliding_window") && !json.has("sliding_window");
    return none ? 0 : json.count("sliding_window", 4096);
  }

  /** Qwen lets the layers from {@code max_window_layers} on slide, if any. */
  private static List<Layer> qwen(ConfigReader json, int dim) {
    boolean any = json.flag("use_sliding_window", false) && json.has("sliding_window");
    int first = (int) json.number("max_window_layers", 28);
    return layers(json, dim, any ? json.count("sliding_window") : 0, slides(json, i -> i >= first));
  }

  /** Which layers slide, as {@code layer_types} says; {@code otherwise} where there is none. */
  private static IntPredicate slides(ConfigReader json, IntPredicate otherwise) {
    var types = json.texts("layer_types");
    if (types == null) return otherwise;
    if (types.size() != depth(json, "num_hidden_layers")
        || !Set.of("full_attention", "sliding_attention").containsAll(types)) {
      throw new IllegalArgumentException("config.json: layer_types is " + types
          + ", expected full_attention or sliding_attention for each layer");
    }
    return i -> types.get(i).equals("sliding_attention");
  }

  private static int depth(ConfigReader json, String key) {
    int depth = json.count(key);
    if (depth <= DEEPEST) return depth;
    throw new IllegalArgumentException("config.json: " + key + " is " + depth + ", more than any model has");
  }

  private static Activation activation(ConfigReader json, String key, String otherwise) {
    try {
      return Activation.named(json.text(key, otherwise));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("config.json: " + key + ": " + e.getMessage(), e);
    }
  }

  private static void refuse(ConfigReader json, String flag) {
    if (json.flag(flag, false)) throw new IllegalArgumentException("config.json: " + flag + " is not supported");
  }
}
