package org.vitrail.llm.decoder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrail.llm.decoder.Rope.Scaling;
import org.vitrail.nn.ConfigReader;

/**
 * Rotary positions in a {@code config.json}: {@code rope_parameters} of transformers 5, or {@code rope_theta} beside
 * {@code rope_scaling} of released files. Defaults are those of its {@code modeling_rope_utils}.
 */
final class HfRope {
  private HfRope() {}

  /** The same positions in all layers. */
  static Rope of(ConfigReader json) {
    return of(json, json.has("rope_parameters") ? json.object("rope_parameters") : json.object("rope_scaling"),
        json.number("rope_theta", 10_000));
  }

  /** @param parameters what says how they are scaled, and theta if it is not {@code theta} */
  static Rope of(ConfigReader json, ConfigReader parameters, double theta) {
    double part = parameters.number("partial_rotary_factor", json.number("partial_rotary_factor", 1));
    if (part != 1) {
      throw new IllegalArgumentException("config.json: partial_rotary_factor is " + part
          + ", but only heads that turn as a whole (1) are supported");
    }
    int context = json.count("max_position_embeddings", 2048);
    return new Rope(parameters.number("rope_theta", theta), scaling(parameters, context), false);
  }

  private static Scaling scaling(ConfigReader p, int context) {
    int original = p.count("original_max_position_embeddings", context);
    return switch (p.text("rope_type", p.text("type", "default"))) {
      case "default" -> new Scaling.None();
      case "linear" -> new Scaling.Linear(factor(p));
      case "llama3" ->
          new Scaling.Llama3(factor(p), p.number("low_freq_factor", 1), p.number("high_freq_factor", 4), original);
      case "yarn" -> yarn(p, original, p.has("factor") ? factor(p) : (double) context / original);
      case "dynamic" -> dynamic(original, context);
      case String type -> throw new IllegalArgumentException("config.json: rope_type '" + type
          + "' is not one of default, linear, dynamic, llama3 and yarn");
    };
  }

  private static double factor(ConfigReader p) {
    double factor = p.number("factor", Double.NaN);
    if (factor > 0) return factor;
    throw new IllegalArgumentException("config.json: the factor of the rotary positions is "
        + (p.has("factor") ? factor + ", it must be positive" : "missing"));
  }

  private static Scaling yarn(ConfigReader p, int original, double factor) {
    double all = p.number("mscale_all_dim", 0);
    double magnitude = p.number("mscale", 0) != 0 && all != 0
        ? yarnMagnitude(factor, p.number("mscale", 1)) / yarnMagnitude(factor, all) : yarnMagnitude(factor, 1);
    return new Scaling.Yarn(factor, p.number("beta_fast", 32), p.number("beta_slow", 1), original,
        p.flag("truncate", true), p.number("attention_factor", magnitude));
  }

  /** {@code 0.1·weight·ln(factor) + 1} (arXiv 2309.00071, equation 22). */
  static double yarnMagnitude(double factor, double weight) {
    return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
  }

  /** Frequencies that change once a sequence is longer than those of pre-training: within the context never. */
  private static Scaling dynamic(int original, int context) {
    if (original >= context) return new Scaling.None();
    throw new IllegalArgumentException("config.json: rope_type 'dynamic' beyond the original context of " + original
        + " is not supported; set max_position_embeddings to it");
  }

  /** {@code rope_scaling} of released files; null where nothing is scaled. */
  static Map<String, Object> scaling(Rope rope) {
    var json = new LinkedHashMap<String, Object>();
    switch (rope.scaling()) {
      case Scaling.None _ -> {
        return null;
      }
      case Scaling.Linear s -> json.putAll(Map.of("rope_type", "linear", "factor", s.factor()));
      case Scaling.Llama3 s -> json.putAll(ConfigReader.ordered("rope_type", "llama3", "factor", s.factor(),
          "low_freq_factor", s.lowFactor(), "high_freq_factor", s.highFactor(),
          "original_max_position_embeddings", s.originalContext()));
      case Scaling.Yarn s -> json.putAll(ConfigReader.ordered("rope_type", "yarn", "factor", s.factor(),
          "beta_fast", s.betaFast(), "beta_slow", s.betaSlow(), "attention_factor", s.magnitude(),
          "truncate", s.truncate(), "original_max_position_embeddings", s.originalContext()));
      case Scaling.Divided _ -> throw new IllegalArgumentException(
          "config.json has no place for the divisors of the rotary frequencies that a GGUF file lists");
    }
    return json;
  }
}
