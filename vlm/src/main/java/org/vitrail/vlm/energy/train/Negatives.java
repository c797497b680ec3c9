package org.vitrail.vlm.energy.train;

import org.vitrail.nn.Part;
import org.vitrail.tensor.RandomStream;
import org.vitrail.tensor.Tensor;

/**
 * Where the samples of the model come from whose energy an update raises. Chains that live on from one update to the
 * next are a buffer among {@link #parameters}, which a checkpoint holds.
 */
public interface Negatives extends Part {

  /** Samples x⁻ (m, …), constant, for an update with data {@code positives} (n, …). */
  Tensor draw(Tensor positives, RandomStream random);
}
