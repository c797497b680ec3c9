package org.vitrail.vlm.nce;

import org.vitrail.autograd.Parameter;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Energy;

/**
 * An energy whose normaliser is learnt beside it: {@code log p(x) = −E(x) − c}, where c comes to be log Z.
 *
 * @param logZ c, without axes
 */
public record Unnormalised(Energy energy, Parameter logZ) implements Part {

  /** With c = 0. */
  public static Unnormalised of(Energy energy, Init init) {
    return new Unnormalised(energy, init.zeros("logZ"));
  }

  /** log p of each x: (n, …) to (n). */
  public Tensor logDensity(Tensor x) {
    return energy.of(x).add(logZ).neg();
  }
}
