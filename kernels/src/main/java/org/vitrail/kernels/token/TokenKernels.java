package org.vitrail.kernels.token;

import org.vitrail.kernels.Devices;
import org.vitrail.kernels.elementwise.Unary;

/**
 * What a decoder computes between its projections for one token: small steps on the calling thread, on plain arrays,
 * that allocate nothing.
 */
public interface TokenKernels {

  /** The fastest ones here. */
  static TokenKernels best() {
    boolean scalar = Devices.current().name().equals("scalar") || Devices.problem("cpu").isPresent();
    return scalar ? new TokenKernelsScalar() : new TokenKernelsVector();
  }

  /** {@code y = x/√(mean(x²) + eps)·weight} over n elements. */
  void rmsNorm(float[] x, int at, int n, float[] weight, float eps, float[] y, int yAt);

  /** {@code y = (x − mean)/√(var + eps)·weight + bias} over n elements; bias may be null. */
  void layerNorm(float[] x, int at, int n, float[] weight, float[] bias, float eps, float[] y, int yAt);

  /** {@code x = f(x; a, 0)}. */
  Function function(Unary f, double a);

  /** A function of each of n elements, in place. */
  @FunctionalInterface
  interface Function {
    void apply(float[] x, int at, int n);
  }

  /**
   * Attention of one token: {@code out = softmax(scale·q·kᵀ)·v} for {@code heads} heads of queries that share their
   * keys and values.
   *
   * @param width of a head; queries, keys, values and results follow one another without gaps
   * @param count of keys, at least 1
   */
  void attend(int heads, int width, float scale, float[] q, int qAt, float[] keys, int keysAt, float[] values,
      int valuesAt, int count, float[] out, int outAt);

  /** Turns the pairs of a head, (i, i + pairs) or (2i, 2i + 1) if interleaved, by angles of these cosines and sines. */
  static void rotate(float[] x, int at, int pairs, float[] cos, float[] sin, int angle, boolean interleaved) {
    int step = interleaved ? 2 : 1;
    int apart = interleaved ? 1 : pairs;
    for (int i = 0; i < pairs; i++) {
      float a = x[at + i * step];
      float b = x[at + i * step + apart];
      x[at + i * step] = a * cos[angle + i] - b * sin[angle + i];
      x[at + i * step + apart] = b * cos[angle + i] + a * sin[angle + i];
    }
  }
}
