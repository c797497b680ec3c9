package org.vitrail.vlm.energy.sample;

import java.util.Arrays;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;
import org.vitrail.vlm.energy.FiniteSpace;

/**
 * Independent draws from {@code p(x) = exp(−E(x))/Z} with the Z of a finite space: what other samplers are tested by.
 */
public record Exact(FiniteSpace space, Energy energy) implements Sampler {

  @Override public Tensor step(Tensor x, RandomStream random) {
    return draw(x.dim(0), random);
  }

  /** {@code n} states (n, …). */
  public Tensor draw(int n, RandomStream random) {
    var cumulative = space.logProbabilities(energy).exp().toDoubles();
    Arrays.parallelPrefix(cumulative, Double::sum);
    var numbers = new int[n];
    Arrays.setAll(numbers, i -> place(cumulative, random.nextDouble()));
    return space.at(numbers);
  }

  /** The first state whose cumulative probability exceeds u. */
  private static int place(double[] cumulative, double u) {
    int found = Arrays.binarySearch(cumulative, u);
    return Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
  }
}
