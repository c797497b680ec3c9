package org.vitrail.nn;

import java.util.Arrays;
import org.vitrail.tensor.Tensor;

/** Stochastic depth (Huang et al. 2016): while training, drops a residual branch for whole examples of the batch. */
public record DropPath(String path, double rate) implements Layer {

  public static DropPath of(Init init, double rate) {
    return new DropPath(init.path(), rate);
  }

  /** Whether anything is dropped now. */
  boolean drops() {
    return rate > 0 && Mode.isTraining();
  }

  @Override public Tensor forward(Tensor x) {
    if (!drops()) return x;
    var perExample = new int[x.rank()];
    Arrays.fill(perExample, 1);
    perExample[0] = x.dim(0);
    var kept = Mode.random(path).bernoulli(1 - rate, perExample).to(x.dtype());
    return x.mul(kept.mul(1 / (1 - rate)));
  }
}
