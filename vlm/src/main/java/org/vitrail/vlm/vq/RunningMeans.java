package org.vitrail.vlm.vq;

import org.vitrail.autograd.Parameter;
import org.vitrail.kernels.DType;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/**
 * Exponential averages of what each vector of a codebook stood for in the batches so far; buffers, which no optimiser
 * touches.
 *
 * @param counts N (K), of how many vectors
 * @param sums m (K, dz), of their sum
 * @param batches so far
 */
public record RunningMeans(Parameter counts, Parameter sums, Parameter batches) implements Part {
  private static final double KEPT = 0.99;
  private static final double EPS = 1e-5;

  static RunningMeans of(Init init, VqConfig c) {
    return new RunningMeans(init.buffer("counts", 0, c.codes()), init.buffer("sums", 0, c.codes(), c.width()),
        Parameter.buffer(Tensor.full(DType.I32, 0, Shape.SCALAR)));
  }

  /** Batches so far. */
  int seen() {
    return (int) batches.item();
  }

  /** Counts a batch that no vector stood for. */
  void skip() {
    batches.assign(batches.detach().add(1));
  }

  /** The codes {@code ids} start anew at vectors, each of which stood for {@code count}. */
  void place(Tensor ids, Tensor vectors, double count) {
    var each = vectors.fullLike(count).slice(1, 0, 1).squeeze(1);
    counts.assign(counts.detach().scatter(0, ids, each));
    sums.assign(sums.detach().scatter(0, ids.unsqueeze(-1).expand(vectors.shape()), vectors.mul(count)));
  }

  /**
   * Moves toward a batch of vectors z (n, dz) for which {@code codes} (n) stand: {@code N ← g·N + (1 − g)·n} and
   * {@code m ← g·m + (1 − g)·Σ z} (Razavi et al. 2019, arXiv 1906.00446).
   *
   * @return m/N, where N is kept away from 0: {@code N̂ = (N + ε)/(ΣN + K·ε)·ΣN}
   */
  Tensor follow(Tensor z, Tensor codes) {
    var ones = z.fullLike(1).slice(1, 0, 1).squeeze(1);
    counts.assign(moved(counts, counts.zerosLike().indexAdd(0, codes, ones)));
    sums.assign(moved(sums, sums.zerosLike().indexAdd(0, codes, z)));
    skip();
    var total = counts.detach().sum();
    var steady = counts.detach().add(EPS).div(total.add(counts.size() * EPS)).mul(total);
    return sums.detach().div(steady.unsqueeze(-1));
  }

  private static Tensor moved(Parameter average, Tensor now) {
    return average.detach().mul(KEPT).add(now.mul(1 - KEPT));
  }
}
