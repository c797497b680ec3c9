package org.vitrail.llm.t5;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/**
 * A bias of the scores for each distance between query and key and each head (Raffel et al. 2020, section 2.1): near
 * distances have a bucket of their own, far ones share theirs logarithmically.
 *
 * @param weight (buckets, heads)
 * @param bothWays whether keys may stand after the query
 */
public record Distances(Parameter weight, int farthest, boolean bothWays) implements Part {

  static Distances of(Init init, T5Config c, boolean bothWays) {
    return new Distances(init.normal("weight", init.std(), c.buckets(), c.heads()), c.farthest(), bothWays);
  }

  /** The biases of {@code length} queries and keys (1, heads, T, T). */
  Tensor bias(int length) {
    var buckets = new int[length * length];
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) buckets[i * length + j] = bucket(j - i);
    }
    return weight.rows(Tensor.of(buckets, length, length)).permute(2, 0, 1).unsqueeze(0);
  }

  /** In F32, as the reference computes it, so that the edges of the buckets are the same. */
  private int bucket(int offset) {
    int buckets = bothWays ? weight.dim(0) / 2 : weight.dim(0);
    int first = bothWays && offset > 0 ? buckets : 0;
    int distance = bothWays ? Math.abs(offset) : Math.max(-offset, 0);
    int exact = buckets / 2;
    if (distance < exact) return first + distance;
    float share = (float) Math.log((float) distance / exact) / (float) Math.log((double) farthest / exact);
    return first + Math.min(exact + (int) (share * (buckets - exact)), buckets - 1);
  }
}
