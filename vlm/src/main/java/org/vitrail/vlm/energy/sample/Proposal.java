package org.vitrail.vlm.energy.sample;

import java.util.Arrays;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/** Where a chain might go next; symmetric, so that q(x′|x) = q(x|x′) cancels. */
@FunctionalInterface
public interface Proposal {

  /** A proposal for each of n chains (n, …). */
  Tensor from(Tensor x, RandomStream random);

  /** {@code x + std·n}, n ~ N(0, I): a random walk. */
  static Proposal walk(double std) {
    return (x, random) -> x.add(random.normal(x.shape(), 0, std).to(x.dtype()));
  }

  /** One element of each chain, 0 or 1, becomes the other. */
  static Proposal flip() {
    return (x, random) -> {
      var flat = x.flatten(1, -1);
      var places = new int[flat.dim(0)];
      Arrays.setAll(places, i -> random.nextInt(flat.dim(1)));
      var flips = x.intsHere(places, places.length).oneHot(flat.dim(1)).to(x.dtype());           // (n, elements)
      return flat.sub(flips).abs().reshape(x.shape());
    };
  }
}
