package org.vitrail.vlm.nce;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** {@code N(mean, std²)}, each element a sample. */
public record GaussianNoise(double mean, double std) implements Noise {

  @Override public Tensor draw(Shape shape, RandomStream random) {
    return random.normal(shape, mean, std);
  }

  @Override public Tensor logDensity(Tensor x) {
    return x.sub(mean).square().div(-2 * std * std).sub(Math.log(std * Math.sqrt(2 * Math.PI)));
  }
}
