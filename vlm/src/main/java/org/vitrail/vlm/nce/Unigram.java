package org.vitrail.vlm.nce;

import java.util.Arrays;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** Words as often as a text has them, wherever they stand (Mnih and Teh 2012); ids I32. */
public final class Unigram implements Noise {
  private final double[] cumulative;
  private final Tensor logProbabilities;

  /**
   * Words in proportion to {@code weights[id]}. A word of weight 0 must not be in the data, and its score in the model
   * is never corrected.
   */
  public Unigram(double... weights) {
    double total = Arrays.stream(weights).sum();
    cumulative = Arrays.stream(weights).map(weight -> weight / total).toArray();
    var logs = Arrays.stream(cumulative).map(Math::log).toArray();
    logProbabilities = Tensor.of(toFloats(logs), logs.length, 1);
    Arrays.parallelPrefix(cumulative, Double::sum);
  }

  private static float[] toFloats(double[] values) {
    var floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
    return floats;
  }

  @Override public Tensor draw(Shape shape, RandomStream random) {
    var ids = new int[shape.size()];
    Arrays.setAll(ids, i -> word(random.nextDouble()));
    return Tensor.of(ids, shape.sizes());
  }

  /** The first word whose cumulative probability exceeds u. */
  private int word(double u) {
    int found = Arrays.binarySearch(cumulative, u);
    int id = found < 0 ? -found - 1 : found + 1;
    return Math.min(id, cumulative.length - 1);
  }

  @Override public Tensor logDensity(Tensor ids) {
    return logProbabilities.rows(ids).squeeze(-1);
  }
}
