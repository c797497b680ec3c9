package org.vitrail.llm.engine;

import org.vitrail.kernels.weights.Projection;
import org.vitrail.kernels.weights.StoredMatrix;

/**
 * A linear map of stored weights, {@code y = W·x + b}.
 *
 * @param weights for many vectors at once
 * @param projection the same weights for one vector
 * @param bias or null
 */
record StoredMap(StoredMatrix weights, Projection projection, float[] bias) {

  int rows() {
    return weights.rows();
  }

  /** Adds the bias of rows {@code first} to {@code end} to those that begin at {@code y[at + first]}. */
  void addBias(int first, int end, float[] y, int at) {
    if (bias == null) return;
    for (int r = first; r < end; r++) y[at + r] += bias[r];
  }
}
