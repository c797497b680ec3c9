package org.vitrail.vlm.infonce;

import org.vitrail.nn.Activation;
import org.vitrail.nn.Dropout;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.tensor.Tensor;

/** {@code f(x, y) = g(x)·h(y)}: a perceptron of one hidden layer for each side, as two towers are. */
public record Towers(Mlp left, Mlp right) implements Critic {

  /** Towers over vectors of {@code inputs} that end in vectors of {@code width}. */
  public static Towers of(Init init, int inputs, int hidden, int width) {
    return new Towers(tower(init.at("left"), inputs, hidden, width), tower(init.at("right"), inputs, hidden, width));
  }

  private static Mlp tower(Init init, int inputs, int hidden, int width) {
    return new Mlp(linear(init.at("fc1"), inputs, hidden), Activation.RELU, Dropout.of(init, 0),
        linear(init.at("fc2"), hidden, width));
  }

  private static Linear linear(Init init, int in, int out) {
    return new Linear(init.uniform("weight", 1 / Math.sqrt(in), out, in), init.uniform("bias", 1 / Math.sqrt(in), out));
  }

  @Override public Tensor scores(Tensor x, Tensor y) {
    return left.forward(x).matmul(right.forward(y).t());
  }
}
