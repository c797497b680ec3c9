package org.vitrail.vlm.fusion;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.vitrail.llm.token.Tokenizer;

/**
 * One vocabulary for words and pictures (Chameleon Team 2024, arXiv 2405.09818, section 2): every code of a
 * {@link PictureTokenizer} has an id of its own among those of the words and of the marks.
 */
public final class MixedVocabulary {
  /**
   * Ids of the tokens around documents and pictures.
   *
   * @param begin begins a document
   * @param end ends a document
   * @param pictureBegin stands before a picture
   * @param pictureEnd stands after a picture; the same as {@code pictureBegin} where one token marks every change
   *     between words and pictures, as CM3's does
   */
  public record Marks(int begin, int end, int pictureBegin, int pictureEnd) {}

  private final int size;
  private final Marks marks;
  private final int pictureLength;
  private final int[] ids;
  private final int[] codes;
  private final BitSet unwritten;
  private final int missing;

  /**
   * @param size number of ids
   * @param pictureLength codes of one picture
   * @param ids the id of each code
   */
  public MixedVocabulary(int size, Marks marks, int pictureLength, int... ids) {
    this(size, marks, pictureLength, ids, new BitSet(), -1);
  }

  private MixedVocabulary(int size, Marks marks, int pictureLength, int[] ids, BitSet unwritten, int missing) {
    this.unwritten = unwritten;
    this.missing = missing;
    this.size = size;
    this.marks = marks;
    this.pictureLength = pictureLength;
    this.ids = ids.clone();
    codes = new int[size];
    Arrays.fill(codes, -1);
    for (int code = 0; code < ids.length; code++) {
      if (ids[code] < 0 || ids[code] >= size || codes[ids[code]] >= 0) {
        throw new IllegalArgumentException("code " + code + " of the pictures has the id " + ids[code]
            + ", expected one below " + size + " that no other code has");
      }
      codes[ids[code]] = code;
    }
  }

  /**
   * The words of a tokenizer, then [BOI] and [EOI], then the codes. Its special tokens are read only.
   *
   * @throws IllegalArgumentException if it has no tokens that begin and end a text
   */
  public static MixedVocabulary of(Tokenizer words, PictureTokenizer pictures) {
    var special = words.specials();
    if (special.bos() < 0 || special.eos().isEmpty()) {
      throw new IllegalArgumentException("the vocabulary of words has no tokens that begin and end a text");
    }
    int first = words.size() + 2;
    var marks = new Marks(special.bos(), special.eos().getFirst(), words.size(), words.size() + 1);
    return new MixedVocabulary(first + pictures.codes(), marks, pictures.length(),
        IntStream.range(first, first + pictures.codes()).toArray())
        .withoutWriting(IntStream.range(0, words.size()).filter(words::isSpecial).toArray());
  }

  /** The same vocabulary, of which {@code tokens} are read only, such as padding: they are no words. */
  public MixedVocabulary withoutWriting(int... tokens) {
    var all = (BitSet) unwritten.clone();
    for (int token : tokens) all.set(token);
    return new MixedVocabulary(size, marks, pictureLength, ids, all, missing);
  }

  /** The same vocabulary, in which {@code token} stands for a text that is not told. */
  public MixedVocabulary withMissing(int token) {
    return new MixedVocabulary(size, marks, pictureLength, ids, unwritten, token);
  }

  /** A picture's beginning without a text: {@code [BOS] [BOI]}, or what stands for a text between them. */
  public int[] pictureAlone() {
    return missing < 0 ? new int[] {marks.begin, marks.pictureBegin}
        : new int[] {marks.begin, missing, marks.pictureBegin};
  }

  /** Number of ids. */
  public int size() {
    return size;
  }

  public Marks marks() {
    return marks;
  }

  /** Codes of one picture. */
  public int pictureLength() {
    return pictureLength;
  }

  /** Number of codes. */
  public int codes() {
    return ids.length;
  }

  /** The id of a code. */
  public int id(int code) {
    return ids[code];
  }

  /** The ids of codes. */
  public int[] ids(int... codes) {
    return Arrays.stream(codes).map(code -> ids[code]).toArray();
  }

  /** The code that an id stands for; −1 if it is no code. */
  public int code(int id) {
    return codes[id];
  }

  public boolean isCode(int id) {
    return codes[id] >= 0;
  }

  /** Whether an id may be written as part of a text. */
  public boolean isWord(int id) {
    return !isCode(id) && !unwritten.get(id) && id != marks.begin && id != marks.end && id != marks.pictureBegin
        && id != marks.pictureEnd;
  }

  /** Whether an id may be written after the first of a document: as a word, a code or a mark. */
  public boolean isWritten(int id) {
    return isWord(id) || isCode(id) || id == marks.end || id == marks.pictureBegin || id == marks.pictureEnd;
  }

  /** Whether one mark stands between pieces, rather than one before and one after each picture. */
  public boolean breaks() {
    return marks.pictureBegin == marks.pictureEnd;
  }
}
