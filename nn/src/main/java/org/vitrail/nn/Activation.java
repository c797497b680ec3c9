package org.vitrail.nn;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.vitrail.kernels.elementwise.Unary;
import org.vitrail.tensor.Tensor;

/** The non-linear functions of published models, under the names that their configurations use. */
public enum Activation {
  GELU(Unary.GELU, "gelu"),
  GELU_TANH(Unary.GELU_TANH, "gelu_new", "gelu_pytorch_tanh", "gelu_tanh", "gelu_fast"),
  QUICK_GELU(Unary.SWISH, 1.702, "quick_gelu"),
  RELU(Unary.RELU, "relu"),
  SILU(Unary.SWISH, "silu", "swish"),
  TANH(Unary.TANH, "tanh"),
  SIGMOID(Unary.SIGMOID, "sigmoid"),
  NONE(null, "linear");

  private final Unary f;
  private final double a;
  private final String[] names;

  Activation(Unary f, double a, String... names) {
    this.f = f;
    this.a = a;
    this.names = names;
  }

  Activation(Unary f, String... names) {
    this(f, 1, names);
  }

  public Tensor apply(Tensor x) {
    return f == null ? x : x.map(f, a, 0);
  }

  /** {@code f(g)·u} of the halves (g, u) of the last axis (…, 2n). */
  Tensor applyGate(Tensor both) {
    int n = both.dim(-1) / 2;
    return f == null ? both.slice(-1, 0, n).mul(both.slice(-1, n, 2 * n)) : both.gated(f, a);
  }

  /** {@code f(x·Wᵀ + b)}, in one pass over the result. */
  Tensor applyLinear(Tensor x, Tensor w, Tensor b) {
    return f == null ? x.linear(w, b) : x.linear(w, b, f, a);
  }

  /** The function of one element; null for {@link #NONE}. */
  public Unary function() {
    return f;
  }

  /** The first parameter of {@link #function}. */
  public double parameter() {
    return a;
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
