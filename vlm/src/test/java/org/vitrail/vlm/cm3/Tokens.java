package org.vitrail.vlm.cm3;

import org.vitrail.vit.scenes.Vocabulary;

/** The vocabulary of the small model for scenes, with 256 codes of which a picture has 16. */
final class Tokens {
  private static final int[] READ = {Vocabulary.PAD, Vocabulary.UNK, Vocabulary.CLS, Vocabulary.SEP, Vocabulary.MASK};

  private Tokens() {}

  static Cm3Tokens scenes(boolean boxes) {
    return Cm3Tokens.after(Vocabulary.WORDS.size(), Vocabulary.BOS, Vocabulary.EOS, READ, boxes, 256, 16);
  }
}
