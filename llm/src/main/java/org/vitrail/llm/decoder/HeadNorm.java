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
    return forward(x, weight, bias);
  }

  /** Of the heads of this norm and, after them, those of {@code other}, in one pass. */
  Tensor forwardWith(HeadNorm other, Tensor x) {
    return forward(x, Shaping.cat(0, weight, other.weight), Shaping.cat(0, bias, other.bias));
  }

  private static Tensor forward(Tensor x, Tensor weight, Tensor bias) {
    var rows = x.layerNorm(null, null, EPS).flatten(2, 3);                      // (B, T, heads·headDim)
    return rows.mul(weight.reshape(-1)).add(bias.reshape(-1)).reshape(x.shape());
  }
}
