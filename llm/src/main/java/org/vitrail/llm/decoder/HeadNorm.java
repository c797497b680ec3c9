package org.vitrail.llm.decoder;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * Layer normalisation of each head of queries or keys, with weight and bias (heads, headDim) of its own (Chameleon Team
 * 2024, arXiv 2405.09818, section 2.3; one for each head since the original was trained on as many devices).
 */
public record HeadNorm(Parameter weight, Parameter bias) implements Layer {
  /** As {@code ChameleonLayerNorm} of transformers has it, whatever the other norms of the model have. */
  public static final double EPS = 1e-5;

  public static HeadNorm of(Init init, int heads, int headDim) {
    return new HeadNorm(init.ones("weight", heads, headDim), init.zeros("bias", heads, headDim));
  }

  /** Of x (B, T, heads, headDim). */
  @Override public Tensor forward(Tensor x) {
    return x.flatten(2, 3).normedHeads(weight, bias, EPS, null, null, false).reshape(x.shape());
  }

  /**
   * Of packed queries, keys and values (B, T, (H + 2·Hkv)·headDim): the queries by this norm and the keys by
   * {@code keys}, both turned as {@code sight} says.
   */
  Tensor forwardPacked(HeadNorm keys, Tensor packed, Sight sight, boolean interleaved) {
    return packed.normedHeads(Shaping.cat(0, weight, keys.weight), Shaping.cat(0, bias, keys.bias), EPS, sight.cos(),
        sight.sin(), interleaved);
  }
}
