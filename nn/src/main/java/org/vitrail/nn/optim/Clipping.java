package org.vitrail.nn.optim;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.vitrail.autograd.Gradients;
import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;

/** Keeps a step from being too long: bounds gradients before an optimiser sees them. */
@FunctionalInterface
public interface Clipping {

  /**
   * What an optimiser gets.
   *
   * @param gradients still to be multiplied by {@code scale}
   * @param norm the length of all gradients together before clipping
   */
  record Clipped(Gradients gradients, double scale, double norm) {}

  Clipped clip(List<Parameter> parameters, Gradients gradients);

  /** Leaves the gradients as they are. */
  static Clipping none() {
    return (parameters, gradients) -> new Clipped(gradients, 1, norm(parameters, gradients, 2));
  }

  /** Shrinks all gradients together to a Euclidean norm of at most {@code max} (Pascanu et al. 2013). */
  static Clipping byNorm(double max) {
    return byNorm(max, 2);
  }

  /** Shrinks all gradients together to a p-norm of at most {@code max}; p may be infinite. */
  static Clipping byNorm(double max, double p) {
    return (parameters, gradients) -> {
      double norm = norm(parameters, gradients, p);
      return new Clipped(gradients, Math.min(1, max / (norm + 1e-6)), norm);
    };
  }

  /** Cuts each element to {@code −max … max}. */
  static Clipping byValue(double max) {
    return (parameters, gradients) -> new Clipped(gradients.map((leaf, g) -> g.clamp(-max, max)), 1,
        norm(parameters, gradients, 2));
  }

  /**
   * Adaptive clipping (Brock et al. 2021, section 4.1): for each output unit, ‖g‖ is at most {@code factor}·‖p‖, where
   * ‖p‖ counts as at least 0.001. A unit is a row of the first axis; a vector is one unit.
   */
  static Clipping adaptive(double factor) {
    return adaptive(factor, List.of());
  }

  /** {@link #adaptive(double)} of all parameters but {@code spared}: a classifier's last layer in the paper. */
  static Clipping adaptive(double factor, Collection<Parameter> spared) {
    var free = Set.copyOf(spared);
    return (parameters, gradients) -> new Clipped(
        gradients.map((p, g) -> free.contains(p) ? g : shortened(p, g, factor)), 1, norm(parameters, gradients, 2));
  }

  private static Tensor shortened(Tensor p, Tensor g, double factor) {
    var limit = unitNorm(p).clamp(1e-3, Double.MAX_VALUE).mul(factor);
    var norm = unitNorm(g);
    return norm.lt(limit).where(g, g.mul(limit.div(norm.clamp(1e-6, Double.MAX_VALUE))));
  }

  private static Tensor unitNorm(Tensor x) {
    var axes = x.rank() < 2 ? new int[0] : IntStream.range(1, x.rank()).toArray();
    return x.square().sumKeep(axes).sqrt();
  }

  /** The p-norm of the gradients of {@code parameters}, all elements together. */
  static double norm(List<Parameter> parameters, Gradients gradients, double p) {
    var found = parameters.stream().map(gradients::find).flatMap(Optional::stream).toList();
    if (found.isEmpty()) return 0;
    if (p == Double.POSITIVE_INFINITY) return each(found, g -> g.abs().max()).max().item();
    if (p == 2) return Math.sqrt(each(found, g -> g.square().sum()).sum().item());
    return Math.pow(each(found, g -> g.abs().pow(p).sum()).sum().item(), 1 / p);
  }

  /** A number of each gradient, where they are: one is read in the end, which waits for the device. */
  private static Tensor each(List<Tensor> gradients, UnaryOperator<Tensor> measure) {
    return Shaping.cat(0, gradients.stream().map(g -> measure.apply(g).reshape(1)).toList());
  }
}
