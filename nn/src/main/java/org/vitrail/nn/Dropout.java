package org.vitrail.nn;

import org.vitrail.tensor.Tensor;

/**
 * While training, sets each element to 0 with probability {@code rate} and divides the others by 1 − rate (Srivastava
 * et al. 2014). The draws of a step depend on the training seed, the step and {@code path} alone.
 */
public record Dropout(String path, double rate) implements Layer {

  public static Dropout of(Init init, double rate) {
    return new Dropout(init.path(), rate);
  }

  /** The same draws against another rate. */
  public Dropout with(double rate) {
    return new Dropout(path, rate);
  }

  /** Whether anything is dropped now. */
  public boolean drops() {
    return rate > 0 && Mode.isTraining();
  }

  @Override public Tensor forward(Tensor x) {
    if (!drops()) return x;
    var kept = Mode.random(path).bernoulli(1 - rate, x.shape().sizes()).to(x.dtype());
    return x.mul(kept.mul(1 / (1 - rate)));
  }
}
