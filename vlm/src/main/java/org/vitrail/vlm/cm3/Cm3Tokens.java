package org.vitrail.vlm.cm3;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrail.vit.scenes.Box;
import org.vitrail.vlm.fusion.MixedVocabulary;
import org.vitrail.vlm.fusion.MixedVocabulary.Marks;

/**
 * The vocabulary of a CM3Leon: the words of a tokenizer, then [BOI] [EOI] [BREAK] [INFILL] [MASK:0] … [MASK:3], where it
 * speaks of places [BOX] [/BOX] [LOC:0] … [LOC:15], and the codes of pictures. [BREAK] stands between words and pictures;
 * [BOI] and [EOI] keep their ids for models that have them.
 *
 * @param box [BOX]; −1 where there is none
 */
public record Cm3Tokens(MixedVocabulary vocabulary, Cm3Marks marks, int box) {
  private static final int MASKS = 4;
  private static final int PLACES = 16;
  /** Pixels of a picture of 64 to a place. */
  private static final int STEP = 4;

  /**
   * After the tokens of a tokenizer.
   *
   * @param words number of its tokens
   * @param begin its token before a text
   * @param end its token after a text
   * @param read its tokens that are never written, such as padding
   * @param boxes whether there are tokens for places
   * @param codes how many codes there are
   * @param pictureLength codes of one picture
   */
  public static Cm3Tokens after(int words, int begin, int end, int[] read, boolean boxes, int codes, int pictureLength) {
    int afterPicture = words + 1;
    int between = words + 2;
    int infill = words + 3;
    var masks = IntStream.range(infill + 1, infill + 1 + MASKS).toArray();
    int box = infill + 1 + MASKS;
    int firstCode = boxes ? box + 2 + PLACES : box;
    var vocabulary = new MixedVocabulary(firstCode + codes, new Marks(begin, end, between, between), pictureLength,
        IntStream.range(firstCode, firstCode + codes).toArray());
    return new Cm3Tokens(vocabulary.withoutWriting(read).withoutWriting(words, afterPicture, infill).withoutWriting(masks),
        new Cm3Marks(infill, Arrays.stream(masks).boxed().toList()), boxes ? box : -1);
  }

  /**
   * The marks of gaps in the vocabulary of a model that has been made {@link #after} a tokenizer.
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
    int first = box + 2;
    boolean is = box >= 0 && ids.length == 6 && ids[0] == box && ids[5] == box + 1
        && IntStream.range(1, 5).allMatch(i -> ids[i] >= first && ids[i] < first + PLACES)
        && ids[1] <= ids[3] && ids[2] <= ids[4];
    if (!is) throw new IllegalArgumentException("the tokens " + Arrays.toString(ids) + " are no box");
    return new Box(STEP * (ids[1] - first), STEP * (ids[2] - first), STEP * (ids[3] - first) + STEP - 1,
        STEP * (ids[4] - first) + STEP - 1);
  }
}
