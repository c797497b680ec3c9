package org.vitrail.vlm.energy;

import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** All states that x can have, (m, …): few enough that {@code Z = Σ exp(−E(x))} is summed term by term. */
public record FiniteSpace(Tensor states) {
  private static final int MOST_BITS = 16;

  /** {0, 1}ⁿ for n up to 16: state i is i in binary, its lowest bit first. */
  public static FiniteSpace binary(int n) {
    if (n < 1 || n > MOST_BITS) {
      throw new IllegalArgumentException("a space of " + n + " bits is not counted out; choose 1 to " + MOST_BITS);
    }
    var bits = new float[n << n];
    for (int i = 0; i < bits.length; i++) bits[i] = i / n >> i % n & 1;
    return new FiniteSpace(Tensor.of(bits, 1 << n, n));
  }

  /** The points of a grid of {@code side} by {@code side} over [−half, half]², each the middle of its cell. */
  public static FiniteSpace grid(double half, int side) {
    var points = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      points[2 * i] = (float) (half * ((2 * (i / side) + 1.0) / side - 1));
      points[2 * i + 1] = (float) (half * ((2 * (i % side) + 1.0) / side - 1));
    }
    return new FiniteSpace(Tensor.of(points, side * side, 2));
  }

  /** Number of states. */
  public int size() {
    return states.dim(0);
  }

  /** {@code log Z = log Σ exp(−E(x))}. */
  public Tensor logPartition(Energy energy) {
    return energy.of(states).neg().logSumExp();
  }

  /** {@code log p(x) = −E(x) − log Z} of each state (m). */
  public Tensor logProbabilities(Energy energy) {
    return energy.of(states).neg().logSoftmax(0);
  }

  /** The mean of {@code −log p(x)} over data (n, …): what maximum likelihood minimises. */
  public Tensor negativeLogLikelihood(Energy energy, Tensor data) {
    return energy.of(data).mean().add(logPartition(energy));
  }

  /** {@code KL(p‖q) = Σ p·(log p − log q)} of the distributions of two energies, in nats. */
  public double divergence(Energy p, Energy q) {
    var logP = logProbabilities(p);
    return logP.exp().mul(logP.sub(logProbabilities(q))).sum().item();
  }

  /** States by their numbers. */
  public Tensor at(int... numbers) {
    return states.indexSelect(0, states.intsHere(numbers, numbers.length)).reshape(shapeOf(numbers.length));
  }

  private Shape shapeOf(int n) {
    return states.shape().with(0, n);
  }
}
