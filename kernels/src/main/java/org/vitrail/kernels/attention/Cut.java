package org.vitrail.kernels.attention;

import static org.vitrail.kernels.math.Simd.LANES;

/** Queries cut into blocks of whole vectors, all of nearly one size. */
record Cut(int vectors, int blocks) {

  static Cut of(int queries) {
    int vectors = Math.ceilDiv(queries, LANES);
    return new Cut(vectors, Math.ceilDiv(vectors * LANES, Scores.QUERIES));
  }

  /** The first query of block {@code i}. */
  int start(int i) {
    return (int) ((long) vectors * i / blocks) * LANES;
  }
}
