package org.vitrail.vlm.vq;

/** Where the vectors of a codebook count by their direction alone. */
public enum CodeNorm {
  /** Nowhere. */
  NONE,
  /** Where codes are turned back into vectors, but not where the nearest is sought: as transformers runs Janus. */
  DECODED,
  /** Everywhere: the nearest vector is the one of the most similar direction (Yu et al. 2022, arXiv 2110.04627). */
  EVERYWHERE
}
