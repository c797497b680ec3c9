package org.vitrail.vlm.energy.sample;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/** The decision of Metropolis et al. 1953: a chain takes its proposal with probability min(1, exp(ratio)). */
final class Acceptance {
  private Acceptance() {}

  /** {@code proposals} (n, …) where accepted, else {@code x}; {@code logRatio} (n). */
  static Tensor choose(Tensor logRatio, Tensor proposals, Tensor x, RandomStream random) {
    var u = random.uniform(logRatio.shape(), 0, 1).to(logRatio.dtype());
    var accepted = u.log().lt(logRatio);                                                        // (n)
    return accepted.reshape(x.shape().reduced().with(0, x.dim(0))).where(proposals, x);
  }
}
