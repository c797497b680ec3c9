package org.vitrail.llm.engine;

import org.vitrail.kernels.weights.Projection;

/** What a thread of a team has for itself, for each token of a batch. */
final class Member {
  /** The vectors, normalised: sooner computed by each thread than waited for. */
  final float[] normed;
  /** The vectors as a projection reads them. */
  final float[][] prepared;
  /** As another projection reads them, that takes part in the same tasks. */
  final float[][] preparedToo;

  Member(int tokens, int width, int prepared) {
    normed = new float[tokens * width];
    this.prepared = new float[tokens][prepared];
    preparedToo = new float[tokens][prepared];
  }

  static void prepare(Projection projection, int n, float[] in, int row, float[][] prepared) {
    for (int e = 0; e < n; e++) projection.prepare(in, e * row, prepared[e]);
  }
}
