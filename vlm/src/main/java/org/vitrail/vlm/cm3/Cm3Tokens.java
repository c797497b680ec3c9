package org.vitrail.vlm.cm3;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.llm.token.Tokenizer;
import org.vitrail.vit.scenes.Box;
import org.vitrail.vlm.fusion.MixedModel;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.fusion.MixedVocabulary.Marks;
import org.vitrail.vlm.fusion.PictureTokenizer;

/**
 * The vocabulary of a CM3Leon: the words of a tokenizer, then [BOI] [EOI] [BREAK] [INFILL] [MASK:0] … [MASK:3], where
 * it speaks of places [BOX] [/BOX] [LOC:0] … [LOC:15], and the codes of pictures. [BREAK] stands between words and
 * pictures; [BOI] and [EOI] keep their ids for models that have them.
 *
 * @param box [BOX]; −1 where there is none
 */
public record Cm3Tokens(MixedVocabulary vocabulary, Cm3Marks marks, int box) {
  private static final int MASKS = 4;
  private static final int PLACES = 16;
  /** Pixels of a picture of 64 to a place. */
  private static final int STEP = 4;

  /**
   * After the tokens of a tokenizer, whose special ones are read only.
   *
   * @param boxes whether there are tokens for places
   * @throws IllegalArgumentException if the tokenizer has no tokens that begin and end a text
   */
  public static Cm3Tokens of(Tokenizer words, PictureTokenizer pictures, boolean boxes) {
    var special = words.specials();
    if (special.bos() < 0 || special.eos().isEmpty()) {
      throw new IllegalArgumentException("the vocabulary of words has no tokens that begin and end a text");
    }
    int size = words.size();
    int between = size + 2;
    int infill = size + 3;
    int box = infill + 1 + MASKS;
    int firstCode = boxes ? box + 2 + PLACES : box;
    var vocabulary = new MixedVocabulary(firstCode + pictures.codes(),
        new Marks(special.bos(), special.eos().getFirst(), between, between), pictures.length(),
        IntStream.range(firstCode, firstCode + pictures.codes()).toArray());
    var read = IntStream.concat(IntStream.range(0, size).filter(words::isSpecial), IntStream.range(size, box));
    return new Cm3Tokens(vocabulary.withoutWriting(read.toArray()).withMissing(infill + 1),
        new Cm3Marks(infill, IntStream.range(infill + 1, box).boxed().toList()), boxes ? box : -1);
  }

  /**
   * Those of a model, which has been made with tokens for places or without.
   *
   * @throws IllegalArgumentException if it is no CM3Leon
   */
  public static Cm3Tokens of(MixedModel model) {
    marks(model.vocabulary());
    var plain = of(model.tokenizer(), model.pictures(), false);
    return plain.vocabulary.size() == model.vocabulary().size() ? plain : of(model.tokenizer(), model.pictures(), true);
  }

  /** Whether there are tokens for places. */
  public boolean boxes() {
    return box >= 0;
  }

  /**
   * The marks of gaps in the vocabulary of a model that has been made {@link #of} a tokenizer.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static Cm3Marks marks(MixedVocabulary vocabulary) {
    if (!vocabulary.breaks()) {
      throw new IllegalArgumentException("the model knows no gaps; one that vitrail train cm3leon makes does");
    }
    int infill = vocabulary.marks().pictureBegin() + 1;
    return new Cm3Marks(infill, IntStream.rangeClosed(infill + 1, infill + MASKS).boxed().toList());
  }

  /** {@code [BOX] [LOC:x₁] [LOC:y₁] [LOC:x₂] [LOC:y₂] [/BOX]} of a box in a picture of 64 pixels. */
  public int[] ids(Box place) {
    if (box < 0) throw new IllegalStateException("this vocabulary has no tokens for places");
    int first = box + 2;
    return new int[] {box, first + place.x1() / STEP, first + place.y1() / STEP, first + place.x2() / STEP,
        first + place.y2() / STEP, box + 1};
  }

  /**
   * The box that six tokens stand for, its places as large as they may be.
   *
   * @throws IllegalArgumentException if they are none
   */
  public Box box(int... ids) {
    if (!isBox(ids)) throw new IllegalArgumentException("the tokens " + Arrays.toString(ids) + " are no box");
    int first = box + 2;
    return new Box(STEP * (ids[1] - first), STEP * (ids[2] - first), STEP * (ids[3] - first) + STEP - 1,
        STEP * (ids[4] - first) + STEP - 1);
  }

  /** Whether tokens are those of a box. */
  public boolean isBox(int... ids) {
    int first = box + 2;
    return box >= 0 && ids.length == 6 && ids[0] == box && ids[5] == box + 1
        && IntStream.range(1, 5).allMatch(i -> ids[i] >= first && ids[i] < first + PLACES)
        && ids[1] <= ids[3] && ids[2] <= ids[4];
  }
}
