package org.vitrail.vlm.energy.sample;

import java.util.stream.IntStream;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * Geman and Geman 1984, over binary x (n, d): draws each unit in turn from its distribution given the others,
 * {@code P(xᵢ = 1 | rest) = σ(E(xᵢ = 0) − E(xᵢ = 1))}. One step is a sweep over all d units. Exact in the long run.
 */
public record Gibbs(Energy energy) implements Sampler {

  @Override public Tensor step(Tensor x, RandomStream random) {
    int d = x.dim(1);
    for (int i = 0; i < d; i++) x = draw(x, unit(x, i, d), random);
    return x;
  }

  /** 1 at place i, else 0 (d). */
  private static Tensor unit(Tensor x, int i, int d) {
    return x.intsHere(IntStream.range(0, d).map(j -> j == i ? 1 : 0).toArray(), d).to(x.dtype());
  }

  private Tensor draw(Tensor x, Tensor unit, RandomStream random) {
    var off = x.mul(unit.neg().add(1));
    var on = off.add(unit);
    var probability = energy.of(off).sub(energy.of(on)).sigmoid();                              // (n)
    return Binary.draw(probability, random).unsqueeze(1).where(on, off);
  }
}
