package org.vitrail.llm.generate;

/** Why a text ends where it does. */
public enum Finish {
  /** The model chose one of the end tokens. */
  END,
  /** A stop string came. */
  STOP,
  /** No token is allowed after those chosen: a constraint is complete. */
  COMPLETE,
  /** As many tokens as were asked for. */
  LENGTH,
  /** The model's context is full. */
  CONTEXT,
  /** It was cancelled. */
  CANCELLED
}
