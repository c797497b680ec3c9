package org.vitrail.llm.t5;

import org.vitrail.nn.Dropout;
import org.vitrail.nn.GatedMlp;
import org.vitrail.nn.Init;
import org.vitrail.nn.Layer;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.Part;
import org.vitrail.nn.RmsNorm;
import org.vitrail.tensor.Tensor;

/**
 * A pre-norm block; {@code crossNorm} and {@code cross}, which look at the encoder's result, are null in the encoder.
 */
public record T5Block(RmsNorm norm, T5Attention attention, RmsNorm crossNorm, T5Attention cross, RmsNorm mlpNorm,
    Layer mlp) implements Part {

  static T5Block of(Init init, T5Config c, boolean decoder) {
    return new T5Block(RmsNorm.of(init.at("norm"), c.width(), c.eps()), T5Attention.of(init.at("attention"), c),
        decoder ? RmsNorm.of(init.at("crossNorm"), c.width(), c.eps()) : null,
        decoder ? T5Attention.of(init.at("cross"), c) : null,
        RmsNorm.of(init.at("mlpNorm"), c.width(), c.eps()), mlp(init.at("mlp"), c));
  }

  private static Layer mlp(Init init, T5Config c) {
    double in = 1 / Math.sqrt(c.width());
    double out = 1 / Math.sqrt(c.hidden());
    if (c.gated()) {
      return new GatedMlp(Linear.normal(init.at("gateUp"), c.width(), 2 * c.hidden(), false, in), c.activation(),
          Linear.normal(init.at("out"), c.hidden(), c.width(), false, out));
    }
    return new Mlp(Linear.normal(init.at("fc1"), c.width(), c.hidden(), false, in), c.activation(),
        Dropout.of(init.at("dropout"), 0), Linear.normal(init.at("fc2"), c.hidden(), c.width(), false, out));
  }

  /**
   * Of x (B, T, width).
   *
   * @param bias of the scores (…, heads, T, T); in the encoder with the padding hidden
   * @param memory the encoder's result (B, S, width), or null in the encoder
   * @param memoryMask (B, 1, 1, S) I32, or null
   */
  Tensor forward(Tensor x, Tensor bias, Tensor memory, Tensor memoryMask) {
    var h = norm.forward(x);
    x = attention.forwardOnto(x, h, h, bias, memory != null);
    if (memory != null) x = cross.forwardOnto(x, crossNorm.forward(x), memory, memoryMask, false);
    return mlp.forwardOnto(x, mlpNorm.forward(x));
  }
}
