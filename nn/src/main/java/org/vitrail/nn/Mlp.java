package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/** Two linear maps with a non-linear function between: {@code fc2(f(fc1(x)))}. */
public record Mlp(Linear fc1, Activation activation, Dropout dropout, Linear fc2) implements Layer {

  public static Mlp of(Init init, int width, int hidden, Activation activation, double dropout) {
    return new Mlp(Linear.of(init.at("fc1"), width, hidden), activation, Dropout.of(init.at("dropout"), dropout),
        Linear.of(init.at("fc2"), hidden, width));
  }

  @Override public Tensor forward(Tensor x) {
    return dropout.forward(fc2.forward(hidden(x)));
  }

  @Override public Tensor forwardOnto(Tensor residual, Tensor x) {
    return dropout.drops() ? residual.add(forward(x)) : fc2.forwardOnto(residual, hidden(x));
  }

  private Tensor hidden(Tensor x) {
    return dropout.forward(fc1.forward(x, activation));
  }
}
