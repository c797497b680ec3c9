package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/**
 * A gated MLP (Shazeer 2020): {@code out(f(gate) · up)}, where {@code (gate, up)} are the halves of one linear map.
 * SwiGLU with f = SiLU.
 */
public record GatedMlp(Linear gateUp, Activation activation, Linear out) implements Layer {

  public static GatedMlp of(Init init, int width, int hidden, Activation activation, boolean bias) {
    return new GatedMlp(Linear.of(init.at("gateUp"), width, 2 * hidden, bias), activation,
        Linear.of(init.at("out"), hidden, width, bias));
  }

  @Override public Tensor forward(Tensor x) {
    return out.forward(hidden(x));
  }

  @Override public Tensor forwardOnto(Tensor residual, Tensor x) {
    return out.forwardOnto(residual, hidden(x));
  }

  private Tensor hidden(Tensor x) {
    return activation.applyGate(gateUp.forward(x));                   // (…, 2h) to (…, h)
  }
}
