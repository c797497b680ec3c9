package org.vitrail.vlm.llip;

import java.util.List;
import org.vitrail.nn.Init;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/**
 * Mixes the K tokens of a picture as a text asks: {@code z = Wo·concat_h Σ_k φ_hk·v_kh} with
 * {@code φ_h = softmax_k(q_h·k_kh/τ)}, queries q of the text, keys k and values v of the tokens, τ = √a·temperature for
 * heads of width a. A picture is kept as its keys and values (n, 2, H, K, a).
 */
public record Mixer(Linear query, Linear key, Linear value, Linear out, int heads, double temperature) implements Part {

  /**
   * @param heads H
   * @param headDim a
   */
  public record Config(int heads, int headDim, double temperature) {}

  /** A new mixer, all maps of deviation in^−½. */
  static Mixer of(Init init, Config c, int tokenWidth, int textWidth, int out) {
    int width = c.heads * c.headDim;
    return new Mixer(map(init.at("query"), textWidth, width), map(init.at("key"), tokenWidth, width),
        map(init.at("value"), tokenWidth, width), map(init.at("out"), width, out), c.heads, c.temperature);
  }

  private static Linear map(Init init, int in, int out) {
    return Linear.normal(init, in, out, false, Math.pow(in, -0.5));
  }

  /** Keys and values (n, 2, H, K, a) of tokens (n, K, D). */
  public Tensor keysAndValues(Tensor tokens) {
    return Shaping.stack(1, List.of(ofHeads(key.forward(tokens)), ofHeads(value.forward(tokens))));
  }

  /** (…, K, H·a) to (…, H, K, a). */
  private Tensor ofHeads(Tensor x) {
    return x.unflatten(-1, heads, -1).transpose(-3, -2);
  }

  /** What each text (m, w) makes of each picture (n, 2, H, K, a): z (n, m, d). */
  public Tensor mix(Tensor pictures, Tensor texts) {
    var q = queries(texts).expand(pictures.dim(0), -1, -1, -1);                     // (n, H, m, a)
    var mixed = q.attention(keys(pictures), values(pictures), null, false, scale(q));
    return out.forward(mixed.transpose(1, 2).flatten(2, 3));
  }

  /** How much of each token a text takes from a picture: φ (n, H, m, K). */
  public Tensor weights(Tensor pictures, Tensor texts) {
    var q = queries(texts);
    return q.matmul(keys(pictures).t()).mul(scale(q)).softmax(-1);
  }

  /** All tokens in equal parts, whatever the text: z (n, d). */
  public Tensor mean(Tensor pictures) {
    return out.forward(values(pictures).mean(2).flatten(1, 2));
  }

  private Tensor queries(Tensor texts) {
    return ofHeads(query.forward(texts)).unsqueeze(0);                              // (1, H, m, a)
  }

  private double scale(Tensor q) {
    return 1 / (Math.sqrt(q.dim(-1)) * temperature);
  }

  private static Tensor keys(Tensor pictures) {
    return pictures.select(1, 0);                                                   // (n, H, K, a)
  }

  private static Tensor values(Tensor pictures) {
    return pictures.select(1, 1);
  }
}
