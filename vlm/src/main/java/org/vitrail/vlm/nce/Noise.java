package org.vitrail.vlm.nce;

import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Tensor;

/** A distribution that can be drawn from and computed. It must reach wherever data is; the nearer to it the better. */
public interface Noise {

  /** Independent samples of {@code shape}. */
  Tensor draw(Shape shape, RandomStream random);

  /** log p of each sample. */
  Tensor logDensity(Tensor x);
}
