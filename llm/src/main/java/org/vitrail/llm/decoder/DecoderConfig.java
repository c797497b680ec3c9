package org.vitrail.llm.decoder;

import java.util.Collections;
import java.util.List;
import org.vitrail.nn.Activation;

/**
 * A decoder-only transformer in numbers: everything in which GPT-2, Llama, Mistral, Qwen, Gemma, ImageGPT, Chameleon
 * and CM3Leon differ.
 *
 * @param vocabulary rows of the token embedding
 * @param outputs scores for each position; less than {@code vocabulary} where some tokens are only read
 * @param context most tokens of a sequence
 * @param width of the residual stream
 * @param learnedPositions whether a learned row for each position is added to the tokens
 * @param embeddingScale what the rows of the token embedding are multiplied with
 * @param layers how each layer looks back, first to last
 * @param tied whether the head's weights are those of the token embedding
 * @param scoreCap c of {@code c·tanh(score/c)}, which bounds the final scores; 0 for none
 */
public record DecoderConfig(int vocabulary, int outputs, int context, int width, boolean learnedPositions,
    double embeddingScale, Norm norm, Heads heads, Mlp mlp, List<Layer> layers, boolean tied, double scoreCap) {

  /** What is divided by: the deviation, or the root of the mean square. */
  public enum NormKind {
    /** The deviation, with weight and bias. */
    LAYER,
    /** The deviation, and nothing is learned (CM3Leon). */
    BARE_LAYER,
    /** The root of the mean square, times the weight. */
    RMS,
    /** The root of the mean square, times 1 + weight (Gemma). */
    RMS_PLUS_ONE
  }

  /** Where a layer normalises, f being attention or the MLP. */
  public enum Placement {
    /** What f reads: {@code x + f(norm(x))}. */
    BEFORE,
    /** What f adds: {@code x + norm(f(x))}, which bounds how far x grows (Liu et al. 2021, arXiv 2111.09883). */
    AFTER,
    /** Both: {@code x + norm(f(norm(x)))} (Gemma 3). */
    AROUND
  }

  public record Norm(NormKind kind, double eps, Placement placement) {}

  /** How each head of queries and keys is normalised, before it is turned. */
  public enum HeadNorm {
    NONE,
    /** As the layers are, with one weight for all heads (Qwen 3, Gemma 3). */
    SHARED,
    /** By its deviation, with weight and bias of its own (Chameleon). */
    EACH
  }

  /**
   * @param queries heads of queries
   * @param keyValues heads of keys and values, shared by {@code queries / keyValues} queries each
   * @param dim width of a head
   */
  public record Heads(int queries, int keyValues, int dim, HeadNorm norm, boolean qkvBias, boolean outBias) {

    public Heads {
      if (queries < 1 || keyValues < 1 || queries % keyValues != 0) {
        throw new IllegalArgumentException("a decoder with " + queries + " heads of queries cannot share "
            + keyValues + " heads of keys and values evenly");
      }
      if (dim < 1 || (long) queries * dim > 1 << 24) {
        throw new IllegalArgumentException("a decoder cannot have " + queries + " heads that are " + dim + " wide");
      }
    }

    /** Width of all heads of queries. */
    public int queryWidth() {
      return queries * dim;
    }

    /** Width of all heads of keys, and of all of values. */
    public int keyValueWidth() {
      return keyValues * dim;
    }
  }

  /** {@code down(f(gate)·up)} where gated, otherwise {@code down(f(up))}. */
  public record Mlp(int hidden, Activation activation, boolean gated, boolean bias) {}

  /**
   * @param window keys that a query sees, itself included; 0 for all
   * @param rope how queries and keys are turned; null where positions are learned
   * @param scale of the scores, usually dim^-½
   */
  public record Layer(int window, Rope rope, double scale) {}

  public DecoderConfig {
    layers = List.copyOf(layers);
    for (var layer : layers) {
      if (layer.rope != null && heads.dim % 2 != 0) {
        throw new IllegalArgumentException("rotary positions turn pairs, heads of width " + heads.dim + " have none");
      }
    }
  }

  /** A GPT-2 in the sizes that matter. */
  public static DecoderConfig gpt2(int vocabulary, int context, int width, int depth, int heads, int hidden) {
    return new DecoderConfig(vocabulary, vocabulary, context, width, true, 1,
        new Norm(NormKind.LAYER, 1e-5, Placement.BEFORE),
        new Heads(heads, heads, width / heads, HeadNorm.NONE, true, true),
        new Mlp(hidden, Activation.GELU_TANH, false, true), alike(depth, null, width / heads), true, 0);
  }

  /** The same, whose queries and keys stay as they are. */
  public DecoderConfig withoutHeadNorm() {
    var bare = new Heads(heads.queries, heads.keyValues, heads.dim, HeadNorm.NONE, heads.qkvBias, heads.outBias);
    return new DecoderConfig(vocabulary, outputs, context, width, learnedPositions, embeddingScale, norm, bare, mlp, layers,
        tied, scoreCap);
  }

  /** The same, with weights of its own for the head. */
  public DecoderConfig untied() {
    return new DecoderConfig(vocabulary, outputs, context, width, learnedPositions, embeddingScale, norm, heads, mlp,
        layers, false, scoreCap);
  }

  /** A Llama in the sizes that matter; each {@code heads / keyValues} queries share keys and values. */
  public static DecoderConfig llama(int vocabulary, int context, int width, int depth, int heads, int keyValues,
      int hidden) {
    return new DecoderConfig(vocabulary, vocabulary, context, width, false, 1,
        new Norm(NormKind.RMS, 1e-6, Placement.BEFORE),
        new Heads(heads, keyValues, width / heads, HeadNorm.NONE, false, false),
        new Mlp(hidden, Activation.SILU, true, false), alike(depth, Rope.of(10_000), width / heads), false, 0);
  }

  /**
   * A Chameleon (Chameleon Team 2024, arXiv 2405.09818) in the sizes that matter: a Llama that normalises its queries
   * and keys.
   *
   * @param placement {@link Placement#BEFORE} as the 7B model has it, {@link Placement#AFTER} as that of 34B
   */
  public static DecoderConfig chameleon(int vocabulary, int context, int width, int depth, int heads, int keyValues,
      int hidden, Placement placement) {
    return new DecoderConfig(vocabulary, vocabulary, context, width, false, 1, new Norm(NormKind.RMS, 1e-5, placement),
        new Heads(heads, keyValues, width / heads, HeadNorm.EACH, false, false),
        new Mlp(hidden, Activation.SILU, true, false), alike(depth, Rope.of(10_000), width / heads), false, 0);
  }

  /**
   * A CM3Leon (Yu et al. 2023, arXiv 2309.02591, section 2.3) in the sizes that matter: learned positions, no biases,
   * nothing learned in the norms, a tied head.
   */
  public static DecoderConfig cm3leon(int vocabulary, int context, int width, int depth, int heads, int hidden) {
    return new DecoderConfig(vocabulary, vocabulary, context, width, true, 1,
        new Norm(NormKind.BARE_LAYER, 1e-5, Placement.BEFORE),
        new Heads(heads, heads, width / heads, HeadNorm.NONE, false, false),
        new Mlp(hidden, Activation.RELU, false, false), alike(depth, null, width / heads), true, 0);
  }

  private static List<Layer> alike(int depth, Rope rope, int headDim) {
    return Collections.nCopies(depth, new Layer(0, rope, 1 / Math.sqrt(headDim)));
  }

  /** Number of layers. */
  public int depth() {
    return layers.size();
  }

  /** Number of learned values, norms and biases left out. */
  public long parameters() {
    double attention = 2.0 * width * (heads.queryWidth() + heads.keyValueWidth());
    double hidden = (double) width * mlp.hidden() * (mlp.gated() ? 3 : 2);
    double rows = (double) vocabulary + (learnedPositions ? context : 0) + (tied ? 0 : outputs);
    return (long) (rows * width + depth() * (attention + hidden));
  }
}
