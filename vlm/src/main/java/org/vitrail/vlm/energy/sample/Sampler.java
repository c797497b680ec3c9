package org.vitrail.vlm.energy.sample;

import org.vitrail.autograd.Parameter;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Recorder;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;

/** A Markov chain whose states come to be distributed as exp(−E)/Z, or nearly so. */
@FunctionalInterface
public interface Sampler {

  /** One step of each of n chains (n, …), which move independently of each other. */
  Tensor step(Tensor x, RandomStream random);

  /** A step of this one, then one of {@code next}: small steps and far ones together reach what neither does alone. */
  default Sampler then(Sampler next) {
    return (x, random) -> next.step(step(x, random), random);
  }

  /**
   * Where chains are that begin at {@code start} (n, …) after so many steps: a constant, for no tape hears of the
   * steps, and their memory is that of one.
   */
  default Tensor run(Tensor start, int steps, RandomStream random) {
    return Recorder.with(null, () -> {
      var x = Parameter.buffer(start);
      for (int k = 0; k < steps; k++) Scope.run("sampler", () -> x.assign(step(x, random)));
      return x.detach();
    });
  }
}
