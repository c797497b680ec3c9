package org.vitrail.vlm.probe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often n words in a row occur in a text. */
final class Ngrams {
  /** The longest that BLEU and CIDEr count. */
  static final int MOST = 4;

  private Ngrams() {}

  static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /** The counts of each n words in a row. */
  static Map<List<String>, Integer> count(List<String> words, int n) {
    var counts = new HashMap<List<String>, Integer>();
    for (int i = 0; i + n <= words.size(); i++) counts.merge(words.subList(i, i + n), 1, Integer::sum);
    return counts;
  }
}
