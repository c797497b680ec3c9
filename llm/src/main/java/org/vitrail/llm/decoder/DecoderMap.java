package org.vitrail.llm.decoder;

/** The linear maps of a layer. */
public enum DecoderMap {
  /** Makes queries, keys and values. */
  QKV,
  /** From the heads back to the residual stream. */
  ATTENTION_OUT,
  /** Into the MLP, its gate included. */
  UP,
  /** Out of the MLP. */
  DOWN
}
