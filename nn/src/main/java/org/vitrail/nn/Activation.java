package org.vitrail.nn;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.vitrail.tensor.Tensor;

/** The non-linear functions of published models, under the names that their configurations use. */
public enum Activation {
  GELU(Tensor::gelu, "gelu"),
  GELU_TANH(Tensor::geluTanh, "gelu_new", "gelu_pytorch_tanh", "gelu_tanh", "gelu_fast"),
  QUICK_GELU(Tensor::quickGelu, "quick_gelu"),
  RELU(Tensor::relu, "relu"),
  SILU(Tensor::silu, "silu", "swish"),
  TANH(Tensor::tanh, "tanh"),
  SIGMOID(Tensor::sigmoid, "sigmoid"),
  NONE(x -> x, "linear");

  private final UnaryOperator<Tensor> function;
  private final String[] names;

  Activation(UnaryOperator<Tensor> function, String... names) {
    this.function = function;
    this.names = names;
  }

  public Tensor apply(Tensor x) {
    return function.apply(x);
  }

  /** The name that configurations use. */
  public String configName() {
    return names[0];
  }

  /** The activation that configurations call {@code name}. */
  public static Activation named(String name) {
    for (var activation : values()) if (Arrays.asList(activation.names).contains(name)) return activation;
    throw new IllegalArgumentException("no activation is called '" + name + "'; there are "
        + Arrays.stream(values()).map(Activation::configName).collect(Collectors.joining(", ")));
  }
}
