package org.vitrail.vlm.energy.sample;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.energy.Rbm;

/** Hinton 2002: all hidden units at once given the visible ones, then all visible units given the hidden ones. */
public record BlockGibbs(Rbm rbm) implements Sampler {

  @Override public Tensor step(Tensor v, RandomStream random) {
    var h = Binary.draw(rbm.hiddenGiven(v), random).to(v.dtype());                              // (n, h)
    return Binary.draw(rbm.visibleGiven(h), random).to(v.dtype());
  }
}
