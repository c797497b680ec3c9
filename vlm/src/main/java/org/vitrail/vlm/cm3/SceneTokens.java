package org.vitrail.vlm.cm3;

import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Vocabulary;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.fusion.MixedVocabulary.Marks;

/**
 * The vocabulary of small models for scenes: the 79 words, then [BOI] [EOI] [BREAK] [INFILL] [MASK:0] … [MASK:3], then the
 * codes of pictures.
 */
public record SceneTokens(MixedVocabulary vocabulary, Cm3Marks marks) {
  private static final int WORDS = Vocabulary.WORDS.size();
  private static final int BREAK = WORDS + 2;
  private static final int INFILL = WORDS + 3;
  private static final int MASK = WORDS + 4;
  private static final int MASKS = 4;
  private static final int FIRST_CODE = MASK + MASKS;

  /**
   * @param codes how many codes there are
   * @param pictureLength codes of one picture
   */
  public static SceneTokens of(int codes, int pictureLength) {
    var around = new Marks(Vocabulary.BOS, Vocabulary.EOS, BREAK, BREAK);
    var ids = IntStream.range(FIRST_CODE, FIRST_CODE + codes).toArray();
    return new SceneTokens(new MixedVocabulary(FIRST_CODE + codes, around, pictureLength, ids),
        new Cm3Marks(INFILL, IntStream.range(MASK, FIRST_CODE).boxed().toList()));
  }
}
