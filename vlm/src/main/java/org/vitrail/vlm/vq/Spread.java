package org.vitrail.vlm.vq;

import java.util.Arrays;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/**
 * Draws vectors out of many so that they lie apart: each with a probability in proportion to its squared distance to
 * the nearest one that is there already (k-means++, Arthur and Vassilvitskii 2007).
 */
final class Spread {
  private final float[] z;
  private final int width;
  /** The square of the distance of each vector to the nearest one that is there. */
  private final double[] distances;

  /** Out of the vectors z (n, width), beside others to which these are the squared distances (n). */
  Spread(Tensor z, Tensor distances) {
    this.z = z.toFloats();
    width = z.dim(1);
    this.distances = distances.toDoubles();
  }

  /** Out of the vectors z (n, width), beside none. */
  Spread(Tensor z) {
    this(z, z.fullLike(Float.MAX_VALUE).slice(1, 0, 1).squeeze(1));
  }

  /** The numbers of {@code count} vectors. */
  int[] draw(int count, RandomStream random) {
    var drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = draw(random);
      add(drawn[i]);
    }
    return drawn;
  }

  private int draw(RandomStream random) {
    double left = Arrays.stream(distances).sum() * random.nextDouble();
    int last = distances.length - 1;
    if (left == 0) return random.nextInt(distances.length);
    for (int i = 0; i < last; i++) {
      left -= distances[i];
      if (left < 0) return i;
    }
    return last;
  }

  private void add(int chosen) {
    for (int i = 0; i < distances.length; i++) {
      double sum = 0;
      for (int d = 0; d < width; d++) {
        double difference = z[i * width + d] - z[chosen * width + d];
        sum += difference * difference;
      }
      distances[i] = Math.min(distances[i], sum);
    }
  }
}
