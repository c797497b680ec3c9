package org.vitrail.vit.scenes;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The 79 words of captions, questions and answers, in a fixed order. */
public final class Vocabulary {
  public static final int PAD = 0;
  public static final int UNK = 1;
  public static final int CLS = 2;
  public static final int SEP = 3;
  public static final int MASK = 4;
  public static final int BOS = 77;
  /** The highest id, so that the arg-max over the ids of a text finds its end. */
  public static final int EOS = 78;
  /** The usual length of a text in tokens. */
  public static final int LENGTH = 18;

  /** By id. */
  public static final List<String> WORDS = List.of("""
      [PAD] [UNK] [CLS] [SEP] [MASK] a an the one two three four five six zero and of is are there this that \
      red green blue yellow purple orange cyan white circle square triangle diamond cross ring \
      circles squares triangles diamonds crosses rings small large left right above below photo picture image drawing \
      how many what color shape where object objects yes no in row column then top bottom \
      question answer describe change to dax blicket wug fep [BOS] [EOS]""".split(" "));

  private static final List<String> NUMBERS = List.of("zero", "one", "two", "three", "four", "five", "six");
  private static final Map<String, Integer> IDS = new HashMap<>();

  static {
    for (int id = 0; id < WORDS.size(); id++) {
      IDS.put(WORDS.get(id), id);
    }
  }

  private Vocabulary() {}

  /** The id of a word, {@link #UNK} for one that is not in the list. */
  public static int id(String word) {
    return IDS.getOrDefault(word, UNK);
  }

  /** The ids of the words of a text, without special tokens. */
  public static int[] ids(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).mapToInt(Vocabulary::id).toArray();
  }

  /** {@code "zero"} to {@code "six"}. */
  public static String number(int n) {
    return NUMBERS.get(n);
  }

  /** {@code "one red circle"}, {@code "six red circles"}. */
  public static String count(int n, Kind kind) {
    var shape = n > 1 ? kind.shape().plural() : kind.shape().word();
    return number(n) + " " + kind.colour().word() + " " + shape;
  }
}
