package org.vitrail.vlm.cm3;

import org.vitrail.vlm.TinyClip;

/** The vocabulary of the small model for scenes, with 256 codes of which a picture has 16. */
final class Tokens {
  private Tokens() {}

  static Cm3Tokens scenes(boolean boxes) {
    return Cm3Tokens.of(TinyClip.words(), new Cells(), boxes);
  }
}
