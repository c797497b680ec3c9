package org.vitrail.vlm.infonce;

import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;

/** What says how well x and y belong together. */
@FunctionalInterface
public interface Critic extends Part {

  /** {@code S[i][j] = f(xᵢ, yⱼ)}: (n, …) and (n, …) to (n, n). */
  Tensor scores(Tensor x, Tensor y);

  /**
   * The bound of van den Oord et al. 2018 from pairs (xᵢ, yᵢ), in nats:
   * {@code I(X; Y) ≥ log n − L,  L = −mean(S[i][i] − log Σⱼ exp(S[i][j]))}. It is greatest for
   * {@code f = log p(y|x)/p(y)}, and never above log n, however much x tells of y.
   */
  default Tensor bound(Tensor x, Tensor y) {
    int n = x.dim(0);
    return scores(x, y).crossEntropyEach(Tensor.range(n), 0, -100).mean().neg().add(Math.log(n));
  }
}
