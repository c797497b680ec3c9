package org.vitrail.llm.decoder;

/**
 * Rotary positions (Su et al. 2021, arXiv 2104.09864): pair i of a head of width d turns by {@code position·f_i},
 * {@code f_i = theta^(−2i/d)}, which a {@link Scaling} changes for contexts longer than those of pre-training.
 *
 * @param interleaved whether pair i is elements 2i and 2i + 1, as in GGUF, or i and i + d/2, as in Hugging Face's files
 */
public record Rope(double theta, Scaling scaling, boolean interleaved) {

  /** How the frequencies are changed. */
  public sealed interface Scaling {
    /** Not at all. */
    record None() implements Scaling {}

    /** {@code f/factor} (Chen et al. 2023, arXiv 2306.15595). */
    record Linear(double factor) implements Scaling {}

    /** Only the low frequencies, with a smooth passage between (Llama 3.1). */
    record Llama3(double factor, double lowFactor, double highFactor, int originalContext) implements Scaling {}

    /**
     * Low frequencies are interpolated, high ones kept, and the scores made sharper (Peng et al. 2023, arXiv 2309.00071).
     *
     * @param magnitude what cos and sin are multiplied with
     */
    record Yarn(double factor, double betaFast, double betaSlow, int originalContext, boolean truncate, double magnitude)
        implements Scaling {}
  }

  public static Rope of(double theta) {
    return new Rope(theta, new Scaling.None(), false);
  }
}
