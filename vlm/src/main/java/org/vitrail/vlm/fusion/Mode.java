package org.vitrail.vlm.fusion;

/** What is to be written. */
public enum Mode {
  /** Words only. */
  TEXT,
  /** One picture, nothing else. */
  PICTURE,
  /** Words and pictures in any order. */
  FREE,
  /** Whatever the model finds likely, well formed or not, all of it chosen as words are: to see what it has learned. */
  LOOSE
}
