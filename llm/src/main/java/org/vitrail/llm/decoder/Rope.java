package org.vitrail.llm.decoder;

import java.util.List;

/**
 * Rotary positions (Su et al. 2021, arXiv 2104.09864): pair i of a head of width d turns by {@code position·f_i},
 * {@code f_i = theta^(−2i/d)}, which a {@link Scaling} changes for contexts longer than those of pre-training.
 *
 * @param interleaved whether pair i is elements 2i and 2i + 1, as in GGUF, or i and i + d/2, as in Hugging Face's files
 */
public record Rope(double theta, Scaling scaling, boolean interleaved) {

  public Rope {
    if (!(theta > 0)) {
      throw new IllegalArgumentException("rotary positions: theta is " + theta + ", it must be positive");
    }
  }

  /** How the frequencies are changed. */
  public sealed interface Scaling {
    /** Not at all. */
    record None() implements Scaling {}

    /** {@code f/factor} (Chen et al. 2023, arXiv 2306.15595). */
    record Linear(double factor) implements Scaling {}

    /** Only the low frequencies, with a smooth passage between (Llama 3.1). */
    record Llama3(double factor, double lowFactor, double highFactor, int originalContext) implements Scaling {}

    /**
     * Low frequencies are interpolated, high ones kept, and the scores made sharper (Peng et al. 2023, arXiv
     * 2309.00071).
     *
     * @param magnitude what cos and sin are multiplied with
     */
    record Yarn(double factor, double betaFast, double betaSlow, int originalContext, boolean truncate,
        double magnitude) implements Scaling {}

    /** {@code f_i/divisors[i]}: the tensor {@code rope_freqs} of a GGUF file. */
    record Divided(List<Float> divisors) implements Scaling {}
  }

  public static Rope of(double theta) {
    return new Rope(theta, new Scaling.None(), false);
  }

  /** What cos and sin are multiplied with. */
  public double magnitude() {
    return scaling instanceof Scaling.Yarn yarn ? yarn.magnitude : 1;
  }

  /** {@code f_i} of heads of width {@code dim}: dim/2 numbers. */
  public float[] frequencies(int dim) {
    var frequencies = new float[dim / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) scaled(i, dim, Math.pow(theta, -2.0 * i / dim));
    }
    return frequencies;
  }

  private double scaled(int i, int dim, double f) {
    return switch (scaling) {
      case Scaling.None _ -> f;
      case Scaling.Linear linear -> f / linear.factor;
      case Scaling.Llama3 llama -> llama3(llama, f);
      case Scaling.Yarn yarn -> yarn(yarn, i, dim, f);
      case Scaling.Divided divided -> f / divided.divisors.get(i);
    };
  }

  /** Waves longer than originalContext/lowFactor are stretched, those shorter than originalContext/highFactor kept. */
  private static double llama3(Scaling.Llama3 s, double f) {
    double turns = s.originalContext * f / (2 * Math.PI);
    double kept = Math.clamp((turns - s.lowFactor) / (s.highFactor - s.lowFactor), 0, 1);
    return (1 - kept) * f / s.factor + kept * f;
  }

  /** Pairs that turn more than betaFast times in originalContext are kept, those below betaSlow interpolated. */
  private double yarn(Scaling.Yarn s, int i, int dim, double f) {
    double low = pairThatTurns(s.betaFast, dim, s.originalContext);
    double high = pairThatTurns(s.betaSlow, dim, s.originalContext);
    if (s.truncate) {
      low = Math.floor(low);
      high = Math.ceil(high);
    }
    low = Math.max(low, 0);
    high = Math.min(high, dim - 1);
    if (low == high) high += 0.001;
    double kept = 1 - Math.clamp((i - low) / (high - low), 0, 1);
    return (1 - kept) * f / s.factor + kept * f;
  }

  /** The i, as a real number, whose pair turns {@code times} in {@code context} positions. */
  private double pairThatTurns(double times, int dim, int context) {
    return dim * Math.log(context / (times * 2 * Math.PI)) / (2 * Math.log(theta));
  }
}
