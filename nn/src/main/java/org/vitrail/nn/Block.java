package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/**
 * A pre-norm transformer block: {@code x += s₁·attention(norm1(x)); x += s₂·mlp(norm2(x))}. The scales may be null.
 */
public record Block(Layer norm1, SelfAttention attention, Scale scale1, DropPath path1, Layer norm2, Layer mlp,
    Scale scale2, DropPath path2) implements Layer {

  /** What is computed in a block; {@code layerScale} is the initial scale, 0 for none. */
  public record Config(int width, int heads, int hidden, double eps, Activation activation, boolean gated,
      boolean qkvBias, boolean qkNorm, double layerScale, double dropout, double dropPath, boolean causal) {

    public Config {
      if (width % heads != 0) {
        throw new IllegalArgumentException("width " + width + " is not a multiple of " + heads + " heads");
      }
    }

    /** A ViT block of the paper: hidden layer four times as wide, exact GELU, biases, nothing dropped. */
    public static Config of(int width, int heads) {
      return new Config(width, heads, 4 * width, 1e-6, Activation.GELU, false, true, false, 0, 0, 0, false);
    }

    public Config withHidden(int hidden) {
      return new Config(width, heads, hidden, eps, activation, gated, qkvBias, qkNorm, layerScale, dropout, dropPath, causal);
    }

    public Config withEps(double eps) {
      return new Config(width, heads, hidden, eps, activation, gated, qkvBias, qkNorm, layerScale, dropout, dropPath, causal);
    }

    public Config withDropout(double dropout, double dropPath) {
      return new Config(width, heads, hidden, eps, activation, gated, qkvBias, qkNorm, layerScale, dropout, dropPath, causal);
    }
  }

  public static Block of(Init init, Config c) {
    return new Block(
        LayerNorm.of(init.at("norm1"), c.width, c.eps),
        SelfAttention.of(init.at("attention"), c),
        scale(init.at("scale1"), c),
        DropPath.of(init.at("path1"), c.dropPath),
        LayerNorm.of(init.at("norm2"), c.width, c.eps),
        c.gated ? GatedMlp.of(init.at("mlp"), c.width, c.hidden, c.activation, true)
            : Mlp.of(init.at("mlp"), c.width, c.hidden, c.activation, c.dropout),
        scale(init.at("scale2"), c),
        DropPath.of(init.at("path2"), c.dropPath));
  }

  private static Scale scale(Init init, Config c) {
    return c.layerScale == 0 ? null : Scale.of(init, c.width, c.layerScale);
  }

  @Override public Tensor forward(Tensor x) {
    return forward(x, null);
  }

  /** As {@link #forward(Tensor)}, with an additive attention mask or null. */
  public Tensor forward(Tensor x, Tensor mask) {
    var h = norm1.forward(x);
    x = scale1 == null && !path1.drops() ? attention.forwardOnto(x, h, mask)
        : x.add(path1.forward(scaled(scale1, attention.forward(h, mask))));
    h = norm2.forward(x);
    return scale2 == null && !path2.drops() ? mlp.forwardOnto(x, h) : x.add(path2.forward(scaled(scale2, mlp.forward(h))));
  }

  private static Tensor scaled(Scale scale, Tensor x) {
    return scale == null ? x : scale.forward(x);
  }
}
